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
),

gaps as (
    select * from {{ ref('int_survey__channel_gaps') }}
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
    in_use.source as evidence,
    indicators.kind,
    in_use.weight,
    scores.score,
    indicators.direction,
    indicators.goalpost_low,
    indicators.goalpost_high,
    indicators.goalpost_scale,
    gaps.noise
from scores
inner join parameters on scores.method_version = parameters.method_version
inner join dimension_scores
    on
        scores.method_version = dimension_scores.method_version
        and scores.organisation_id = dimension_scores.organisation_id
        and scores.period = dimension_scores.period
        and scores.dimension = dimension_scores.dimension
inner join in_use
    on
        scores.method_version = in_use.method_version
        and scores.indicator = in_use.indicator
        and dimension_scores.industry = in_use.industry
        and dimension_scores.wave = in_use.wave
inner join indicators
    on
        scores.method_version = indicators.method_version
        and scores.indicator = indicators.indicator
left join index_scores
    on
        scores.method_version = index_scores.method_version
        and scores.organisation_id = index_scores.organisation_id
        and scores.period = index_scores.period
left join gaps
    on
        scores.method_version = gaps.method_version
        and scores.organisation_id = gaps.organisation_id
        and dimension_scores.wave = gaps.wave
        and scores.indicator = gaps.indicator
