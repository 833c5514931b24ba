with scores as (
    select * from {{ ref('int_survey__net_promoter_scores') }}
    where window_kind = 'wave'
),

decisions as (
    select * from {{ ref('int_publication__decisions') }}
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
)

select
    scores.method_version,
    scores.organisation_id,
    scores.period::integer as wave,
    scores.evaluation_type,
    scores.touchpoint,
    {{ unless('decisions.is_base_withheld', 'scores', ['count_evaluations']) }},
    {{ unless('decisions.is_figure_withheld', 'scores', [
        'count_promoters', 'count_passives', 'count_detractors', 'nps', 'standard_error', 'df', 'ci_low', 'ci_high'
    ]) }},
    scores.is_proxy,
    decisions.is_figure_withheld as is_suppressed,
    not decisions.is_figure_withheld and scores.count_evaluations < parameters.indicative_evaluations as is_indicative,
    coalesce(decisions.suppression_reason, scores.suppression_reason) as suppression_reason
from scores
inner join parameters using (method_version)
left join decisions
    on
        scores.method_version = decisions.method_version
        and scores.evaluation_type = decisions.base_of
        and scores.organisation_id = decisions.organisation_id
        and scores.touchpoint = decisions.part
        and scores.window_kind = decisions.window_kind
        and scores.period = decisions.period
order by
    scores.method_version,
    scores.organisation_id,
    scores.period,
    scores.evaluation_type,
    scores.touchpoint
