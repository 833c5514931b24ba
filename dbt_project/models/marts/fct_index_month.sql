with index_scores as (
    select * from {{ ref('int_index__index_scores') }}
    where window_kind in ('month', 'twelve_months')
),

organisation_periods as (
    select * from {{ source('waist', 'int_survey__organisation_periods') }}
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
    end as suppression_reason
from index_scores
inner join parameters using (method_version)
inner join organisation_periods using (method_version, organisation_id, window_kind, period)
left join intervals using (method_version, organisation_id, window_kind, period, index_kind)
left join decisions using (method_version, organisation_id, window_kind, period)
order by
    index_scores.method_version,
    index_scores.organisation_id,
    index_scores.period,
    index_scores.window_kind,
    index_scores.index_kind
