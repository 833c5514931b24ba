-- The indicators of the survey index under every choice of cleaning and weighting: those that the reference has.
with figures as (
    select * from {{ source('waist', 'int_survey__scenario_figures') }}
),

cleanings as (
    select unnest({{ cleaning_levels() }}) as cleaning
),

weightings as (
    select unnest({{ weighting_levels() }}) as weighting
),

dimension_scores as (
    select * from {{ ref('int_index__dimension_scores') }}
    where window_kind = 'wave' and index_kind = 'survey' and is_in_use
),

in_use as (
    select * from {{ ref('int_index__indicators_in_use') }}
    where index_kind = 'survey'
),

indicators as (
    select * from {{ ref('int_method__indicators') }}
),

indicator_scores as (
    select * from {{ ref('int_index__indicator_scores') }}
    where window_kind = 'wave'
),

-- A version that neither cleans nor weights is the same by every choice.
unchanged as (
    select
        indicator_scores.method_version,
        indicator_scores.organisation_id,
        dimension_scores.wave,
        indicator_scores.indicator,
        cleanings.cleaning,
        weightings.weighting,
        case when dimension_scores.score is not null then indicator_scores.figure end as figure
    from indicator_scores
    inner join dimension_scores
        on
            indicator_scores.method_version = dimension_scores.method_version
            and indicator_scores.organisation_id = dimension_scores.organisation_id
            and indicator_scores.period = dimension_scores.wave::varchar
            and indicator_scores.dimension = dimension_scores.dimension
    anti join figures on indicator_scores.method_version = figures.method_version
    cross join cleanings
    cross join weightings
),

all_figures as (
    select * from figures
    union all
    select * from unchanged
)

select
    all_figures.method_version,
    all_figures.wave,
    all_figures.organisation_id,
    in_use.dimension,
    all_figures.indicator,
    all_figures.cleaning,
    all_figures.weighting,
    in_use.weight,
    len(dimension_scores.indicators) as count_indicators,
    {{ unbounded_goalpost_score('all_figures.figure', 'indicators') }} as unbounded_score
from all_figures
inner join dimension_scores using (method_version, organisation_id, wave)
inner join in_use
    on
        all_figures.method_version = in_use.method_version
        and dimension_scores.industry = in_use.industry
        and all_figures.wave = in_use.wave
        and dimension_scores.dimension = in_use.dimension
        and all_figures.indicator = in_use.indicator
        and list_contains(dimension_scores.indicators, in_use.indicator)
inner join indicators
    on
        all_figures.method_version = indicators.method_version
        and all_figures.indicator = indicators.indicator
