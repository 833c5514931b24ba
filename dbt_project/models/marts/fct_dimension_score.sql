with dimension_scores as (
    select * from {{ ref('int_index__dimension_scores') }}
    where window_kind = 'wave'
),

index_scores as (
    select * from {{ ref('int_index__index_scores') }}
    where window_kind = 'wave'
),

build as (
    select * from {{ ref('stg_ledger__build') }}
)

select
    dimension_scores.method_version,
    dimension_scores.organisation_id,
    dimension_scores.wave,
    dimension_scores.index_kind,
    dimension_scores.dimension,
    dimension_scores.industry,
    round(dimension_scores.score, 9) as score,
    null::double as standard_error,
    null::double as ci_low,
    null::double as ci_high,
    dimension_scores.weight,
    case
        when index_scores.score is not null
            then round(dimension_scores.weight * dimension_scores.score, 9)
    end as contribution,
    dimension_scores.weight_coverage::double as weight_coverage,
    dimension_scores.count_evaluations,
    round(dimension_scores.count_effective, 9) as count_effective,
    dimension_scores.is_in_use,
    dimension_scores.is_proxy,
    dimension_scores.score is null as is_suppressed,
    case
        when not dimension_scores.is_in_use then 'not_in_use'
        when dimension_scores.score is null then 'base_too_small'
    end as suppression_reason,
    build.build_id
from dimension_scores
left join index_scores
    on
        dimension_scores.method_version = index_scores.method_version
        and dimension_scores.organisation_id = index_scores.organisation_id
        and dimension_scores.wave = index_scores.wave
        and dimension_scores.index_kind = index_scores.index_kind
cross join build
order by
    dimension_scores.method_version,
    dimension_scores.organisation_id,
    dimension_scores.wave,
    dimension_scores.index_kind,
    dimension_scores.position
