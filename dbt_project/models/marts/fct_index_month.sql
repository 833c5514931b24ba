with index_scores as (
    select * from {{ ref('int_index__index_scores') }}
    where window_kind in ('month', 'twelve_months')
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
    index_scores.score,
    index_scores.score_geometric,
    round(index_scores.score - index_scores.score_geometric, 9) as imbalance_penalty,
    null::double as standard_error,
    null::double as ci_low,
    null::double as ci_high,
    index_scores.count_evaluations,
    round(index_scores.count_effective, 9) as count_effective,
    index_scores.dimensions_used,
    index_scores.is_proxy,
    index_scores.score is null as is_suppressed,
    index_scores.suppression_reason,
    build.build_id
from index_scores
cross join build
order by
    index_scores.method_version,
    index_scores.organisation_id,
    index_scores.period,
    index_scores.window_kind,
    index_scores.index_kind
