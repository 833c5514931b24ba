-- How much each figure moves with those of its indicators; also where a goalpost clips, for no score is certain.
with scores as (
    select * from {{ ref('int_index__indicator_scores') }}
    where has_enough and source = 'survey'
),

periods as (
    select * from {{ source('waist', 'int_survey__organisation_periods') }}
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

index_scores as (
    select * from {{ ref('int_index__index_scores') }}
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
),

kinds as (
    select
        dimension_slopes.*,
        dimension_scores.weight as dimension_weight,
        index_scores.score_geometric / greatest(dimension_scores.score, parameters.geometric_floor) as geometric_slope,
        unnest(['dimension', 'index', 'index_geometric']) as kind
    from dimension_slopes
    inner join parameters using (method_version)
    inner join dimension_scores using (method_version, organisation_id, window_kind, period, dimension)
    left join index_scores using (method_version, organisation_id, window_kind, period)
),

score_slopes as (
    select
        method_version,
        organisation_id,
        window_kind,
        period,
        'relational' as evaluation_type,
        'all' as touchpoint,
        case kind when 'dimension' then dimension else kind end as figure,
        indicator,
        case kind
            when 'dimension' then slope
            when 'index' then slope * dimension_weight
            when 'index_geometric' then slope * dimension_weight * geometric_slope
        end as slope
    from kinds
    -- months have an index, no dimensions
    where case kind when 'dimension' then window_kind = 'wave' else geometric_slope is not null end
),

nps_slopes as (
    select
        sums.method_version,
        sums.organisation_id,
        sums.window_kind,
        sums.period,
        sums.evaluation_type,
        sums.touchpoint,
        'nps' as figure,
        sums.indicator,
        1 as slope
    from {{ source('waist', 'int_survey__indicator_sums') }} as sums
    inner join {{ ref('int_method__indicators') }} as indicators using (method_version, indicator)
    where indicators.kind = 'nps'
),

slopes as (
    select * from score_slopes
    union all
    select * from nps_slopes
)

-- of versions with inference only
select
    slopes.*,
    survey_indicators.position
from slopes
inner join {{ ref('int_method__survey_indicators') }} as survey_indicators using (method_version, indicator)
