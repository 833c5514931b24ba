with scores as (
    select * from {{ ref('int_survey__net_promoter_scores') }}
    where window_kind in ('month', 'twelve_months')
),

build as (
    select * from {{ ref('stg_ledger__build') }}
)

select
    scores.method_version,
    scores.organisation_id,
    {{ first_day_of('scores.period') }} as month,
    scores.window_kind,
    scores.evaluation_type,
    scores.touchpoint,
    scores.count_evaluations,
    scores.count_promoters,
    scores.count_passives,
    scores.count_detractors,
    scores.nps,
    scores.standard_error,
    scores.ci_low,
    scores.ci_high,
    scores.is_proxy,
    scores.is_suppressed,
    scores.suppression_reason,
    build.build_id
from scores
cross join build
order by
    scores.method_version,
    scores.organisation_id,
    scores.period,
    scores.window_kind,
    scores.evaluation_type,
    scores.touchpoint
