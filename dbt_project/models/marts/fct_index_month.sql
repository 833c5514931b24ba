with index_scores as (
    select * from {{ ref('int_index__index_scores') }}
    where window_kind in ('month', 'twelve_months')
),

organisation_periods as (
    select * from {{ ref('int_survey__organisation_periods') }}
),

decisions as (
    select * from {{ ref('int_publication__decisions') }}
    where base_of = 'index'
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
),

intervals as (
    select * replace (round(ci_low, 9) as ci_low, round(ci_high, 9) as ci_high)
    from {{ ref('int_inference__score_intervals') }}
    where figure = 'index'
),

build as (
    select * from {{ ref('stg_ledger__build') }}
)

select
    index_scores.method_version,
    index_scores.organisation_id,
    {{ first_day_of('index_scores.period') }} as month,
    index_scores.window_kind,
    index_scores.index_kind,
    index_scores.wave,
    index_scores.industry,
    {{ unless('decisions.is_figure_withheld', 'index_scores', ['score', 'score_geometric']) }},
    case
        when not decisions.is_figure_withheld
            then round(index_scores.score - index_scores.score_geometric, 9)
    end as imbalance_penalty,
    {{ unless('decisions.is_figure_withheld', 'intervals', ['standard_error', 'df', 'ci_low', 'ci_high']) }},
    {{ unless('decisions.is_base_withheld', 'index_scores', ['count_evaluations']) }},
    {{ unless('decisions.is_base_withheld', 'organisation_periods', ['count_beyond_wave', 'count_excluded']) }},
    case when not decisions.is_base_withheld then round(index_scores.count_effective, 9) end as count_effective,
    index_scores.dimensions_used,
    index_scores.is_proxy,
    index_scores.is_narrow,
    decisions.is_figure_withheld as is_suppressed,
    not decisions.is_figure_withheld
    and index_scores.count_evaluations < parameters.indicative_evaluations as is_indicative,
    case
        when decisions.is_figure_withheld then decisions.suppression_reason
        when parameters.has_inference = 1 and intervals.standard_error is null then 'one_cluster'
    end as suppression_reason,
    build.build_id
from index_scores
inner join parameters on index_scores.method_version = parameters.method_version
inner join organisation_periods
    on
        index_scores.method_version = organisation_periods.method_version
        and index_scores.organisation_id = organisation_periods.organisation_id
        and index_scores.window_kind = organisation_periods.window_kind
        and index_scores.period = organisation_periods.period
left join intervals
    on
        index_scores.method_version = intervals.method_version
        and index_scores.organisation_id = intervals.organisation_id
        and index_scores.window_kind = intervals.window_kind
        and index_scores.period = intervals.period
        and index_scores.index_kind = intervals.index_kind
left join decisions
    on
        index_scores.method_version = decisions.method_version
        and index_scores.organisation_id = decisions.organisation_id
        and index_scores.window_kind = decisions.window_kind
        and index_scores.period = decisions.period
cross join build
order by
    index_scores.method_version,
    index_scores.organisation_id,
    index_scores.period,
    index_scores.window_kind,
    index_scores.index_kind
