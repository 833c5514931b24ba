-- How much a figure moves with that of an indicator; also where a goalpost clips, for no score is certain.
with sums as (
    select
        *,
        total / total_weight as indicator_figure
    from {{ ref('int_survey__indicator_sums') }}
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

scored as (
    select
        dimension_slopes.*,
        dimension_scores.weight,
        index_scores.score_geometric
        / greatest(dimension_scores.score, parameters.geometric_floor) as geometric_slope
    from dimension_slopes
    inner join parameters using (method_version)
    inner join dimension_scores using (method_version, organisation_id, window_kind, period, dimension)
    left join index_scores using (method_version, organisation_id, window_kind, period)
),

kinds as (
    select
        *,
        unnest(['dimension', 'index', 'index_geometric']) as kind
    from scored
),

figure_slopes as (
    select
        * exclude (dimension, weight, geometric_slope, kind) replace (
            case kind
                when 'dimension' then slope
                when 'index' then slope * weight
                when 'index_geometric' then slope * weight * geometric_slope
            end as slope
        ),
        case kind when 'dimension' then dimension else kind end as figure,
        'relational' as evaluation_type,
        'all' as touchpoint
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
        sums.indicator,
        1 as slope,
        'nps' as figure,
        sums.evaluation_type,
        sums.touchpoint
    from sums
    inner join parameters using (method_version)
    inner join indicators using (method_version, indicator)
    where indicators.kind = 'nps'
),

slopes as (
    select * from figure_slopes
    union all by name
    select * from nps_slopes
)

select
    slopes.*,
    sums.indicator_figure,
    sums.total_weight
from slopes
inner join sums using (method_version, organisation_id, window_kind, period, evaluation_type, touchpoint, indicator)
