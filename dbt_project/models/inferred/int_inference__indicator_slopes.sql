-- How much a dimension and the index move with an indicator; also where a goalpost clips, for no score is certain.
with sums as (
    select * from {{ ref('int_survey__indicator_sums') }}
    where evaluation_type = 'relational' and touchpoint = 'all'
),

scores as (
    select * from {{ ref('int_index__indicator_scores') }}
    where has_enough and source = 'survey'
),

periods as (
    select * from {{ ref('int_survey__organisation_periods') }}
),

in_use as (
    select * from {{ ref('int_index__indicators_in_use') }}
    where index_kind = 'survey'
),

indicators as (
    select * from {{ ref('int_method__indicators') }}
),

dimension_scores as (
    select * from {{ ref('int_index__dimension_scores') }}
    where index_kind = 'survey' and score is not null
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
    where has_inference = 1
),

indicator_slopes as (
    select
        scores.method_version,
        scores.organisation_id,
        scores.window_kind,
        scores.period,
        scores.dimension,
        scores.indicator,
        in_use.weight,
        100 * indicators.direction / case indicators.goalpost_scale
            when 'linear' then indicators.goalpost_high - indicators.goalpost_low
            when 'ln'
                then
                    greatest(scores.figure, indicators.goalpost_low)
                    * ln(indicators.goalpost_high / indicators.goalpost_low)
        end as slope
    from scores
    inner join periods using (method_version, organisation_id, window_kind, period)
    inner join in_use using (method_version, indicator, industry, wave)
    inner join indicators using (method_version, indicator)
),

dimension_slopes as (
    select
        * exclude (weight) replace (
            slope * weight / {{ exact_sum('weight') }} over (
                partition by method_version, organisation_id, window_kind, period, dimension
            ) as slope
        )
    from indicator_slopes
)

select
    dimension_slopes.method_version,
    dimension_slopes.organisation_id,
    dimension_slopes.window_kind,
    dimension_slopes.period,
    dimension_slopes.dimension,
    dimension_slopes.indicator,
    dimension_slopes.slope as dimension_slope,
    dimension_slopes.slope * dimension_scores.weight as index_slope,
    greatest(dimension_scores.score, parameters.geometric_floor) as floored_score,
    sums.total / sums.total_weight as indicator_figure,
    sums.total_weight
from dimension_slopes
inner join parameters using (method_version)
inner join dimension_scores using (method_version, organisation_id, window_kind, period, dimension)
inner join sums using (method_version, organisation_id, window_kind, period, indicator)
