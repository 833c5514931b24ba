with organisation_waves as (
    select * from {{ source('waist', 'int_survey__organisation_waves') }}
),

weights as (
    select * from {{ ref('int_method__weights') }}
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
),

scores as (
    select * from {{ ref('int_index__indicator_scores') }}
    where has_enough and window_kind = 'wave'
),

-- Who decides: the organisations with many evaluations, or where there are none, with enough.
sized as (
    select
        organisation_waves.*,
        parameters.in_use_share,
        parameters.in_use_evaluations_fallback,
        case
            when
                max(organisation_waves.count_evaluations) over (
                    partition by organisation_waves.method_version, organisation_waves.industry, organisation_waves.wave
                ) >= parameters.in_use_evaluations
                then parameters.in_use_evaluations
            else parameters.in_use_evaluations_fallback
        end as deciding_evaluations
    from organisation_waves
    inner join parameters using (method_version)
),

survey_indicators as (
    select
        sized.method_version,
        'survey' as index_kind,
        sized.industry,
        sized.wave,
        weights.indicator
    from sized
    inner join weights
        on
            sized.method_version = weights.method_version
            and weights.index_kind = 'survey'
    left join scores
        on
            sized.method_version = scores.method_version
            and sized.organisation_id = scores.organisation_id
            and sized.wave::varchar = scores.period
            and weights.indicator = scores.indicator
    where sized.count_evaluations >= sized.deciding_evaluations
    group by sized.method_version, sized.industry, sized.wave, weights.indicator
    having count(scores.indicator) >= round(max(sized.in_use_share) * count(*), 9)
),

-- In the full index organisations differ in what they have: only a dimension without any figure is left out.
full_dimensions as (
    select distinct
        scores.method_version,
        organisation_waves.industry,
        organisation_waves.wave,
        scores.dimension
    from scores
    inner join organisation_waves
        on
            scores.method_version = organisation_waves.method_version
            and scores.organisation_id = organisation_waves.organisation_id
            and scores.period = organisation_waves.wave::varchar
),

full_indicators as (
    select
        full_dimensions.method_version,
        'full' as index_kind,
        full_dimensions.industry,
        full_dimensions.wave,
        weights.indicator
    from full_dimensions
    inner join weights
        on
            full_dimensions.method_version = weights.method_version
            and full_dimensions.dimension = weights.dimension
            and weights.index_kind = 'full'
),

in_use as (
    select * from survey_indicators
    union all
    select * from full_indicators
),

weighted as (
    select
        in_use.method_version,
        in_use.index_kind,
        in_use.industry,
        in_use.wave,
        weights.dimension,
        in_use.indicator,
        weights.source,
        weights.weight,
        {{ exact_sum('weights.weight') }} over (
            partition by in_use.method_version, in_use.index_kind, in_use.industry, in_use.wave, weights.dimension
        ) as weight_in_use
    from in_use
    inner join weights using (method_version, index_kind, indicator)
)

-- Half a dimension stands for it, less does not. The weights of a whole one sum to 1; the full index needs as much of
-- each organisation.
select
    weighted.method_version,
    weighted.index_kind,
    weighted.industry,
    weighted.wave,
    weighted.dimension,
    weighted.indicator,
    weighted.source,
    weighted.weight
from weighted
inner join parameters using (method_version)
where weighted.index_kind = 'full' or round(weighted.weight_in_use, 9) >= parameters.dimension_coverage_survey
