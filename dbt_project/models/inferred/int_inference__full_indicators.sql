with in_use as (
    select * from {{ ref('int_index__indicators_in_use') }}
    where index_kind = 'full'
),

scores as (
    select * from {{ ref('int_index__indicator_scores') }}
    where window_kind = 'wave' and has_enough
),

dimension_scores as (
    select * from {{ ref('int_index__dimension_scores') }}
    where window_kind = 'wave' and index_kind = 'full' and score is not null
),

index_scores as (
    select * from {{ ref('int_index__index_scores') }}
    where window_kind = 'wave' and index_kind = 'full'
),

indicators as (
    select * from {{ ref('int_method__indicators') }}
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
    where has_inference = 1
)

select
    scores.method_version,
    scores.organisation_id,
    dimension_scores.wave,
    dimension_scores.dimension,
    dimension_scores.weight as dimension_weight,
    dimension_scores.score as dimension_score,
    index_scores.score as index_score,
    in_use.indicator,
    indicators.kind,
    in_use.weight,
    scores.score,
    indicators.direction,
    indicators.goalpost_low,
    indicators.goalpost_high,
    indicators.goalpost_scale
from scores
inner join parameters using (method_version)
inner join dimension_scores using (method_version, organisation_id, period, dimension)
inner join in_use using (method_version, indicator, industry, wave)
inner join indicators using (method_version, indicator)
left join index_scores using (method_version, organisation_id, period)
