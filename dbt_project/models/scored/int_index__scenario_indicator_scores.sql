-- The indicators of the survey index under every choice of cleaning and weighting: those that the reference has.
{% set cleanings = cleaning_levels() %}
{% set weightings = weighting_levels() %}

with indicator_values as (
    select * from {{ ref('int_survey__indicator_values') }}
    where evaluation_type = 'relational'
),

weights as (
    select * from {{ ref('int_survey__weights') }}
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
),

rules as (
    select * from {{ ref('int_method__cleaning_rules') }}
),

choices as (
    select
        parameters.method_version,
        parameters.is_weighted = 1 or count(rules.method_version) > 0 as has_choices
    from parameters
    left join rules using (method_version)
    group by parameters.method_version, parameters.is_weighted
),

cleanings as (
    select unnest({{ cleanings }}) as cleaning
),

weightings as (
    select unnest({{ weightings }}) as weighting
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

sums as materialized (
    select
        indicator_values.method_version,
        indicator_values.organisation_id,
        indicator_values.wave,
        indicator_values.indicator,
        {%- for cleaning in cleanings %}{% for weighting in weightings %}
        {%- set weight = 'weights.weight_' ~ cleaning ~ '_' ~ weighting %}
        {{ exact_sum(weight ~ ' * indicator_values.value') }} as total_{{ cleaning }}_{{ weighting }},
        {{ exact_sum(weight) }} as weight_{{ cleaning }}_{{ weighting }},
        {%- endfor %}{% endfor %}
        count(*) as count_evaluations
    from indicator_values
    inner join choices using (method_version)
    inner join weights using (method_version, evaluation_number)
    where choices.has_choices
    group by
        indicator_values.method_version,
        indicator_values.organisation_id,
        indicator_values.wave,
        indicator_values.indicator
),

figures as (
    {%- for cleaning in cleanings %}{% for weighting in weightings %}
    {{- '\n    union all' if not (loop.first and cleaning == 'none') }}
    select
        method_version,
        organisation_id,
        wave,
        indicator,
        '{{ cleaning }}' as cleaning,
        '{{ weighting }}' as weighting,
        total_{{ cleaning }}_{{ weighting }} / weight_{{ cleaning }}_{{ weighting }} as figure
    from sums
    {%- endfor %}{% endfor %}
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
    inner join choices on indicator_scores.method_version = choices.method_version
    cross join cleanings
    cross join weightings
    where not choices.has_choices
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
