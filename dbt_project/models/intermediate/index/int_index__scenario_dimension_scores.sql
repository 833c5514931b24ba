-- The survey index under every choice of cleaning and weighting, with the indicators that the reference has.
{% set cleanings = ['none', 'm1', 'strict'] %}
{% set weightings = ['none', 'raked', 'trimmed'] %}

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
    left join rules on parameters.method_version = rules.method_version
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
    inner join choices on indicator_values.method_version = choices.method_version
    inner join weights
        on
            indicator_values.method_version = weights.method_version
            and indicator_values.evaluation_number = weights.evaluation_number
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

chosen as (
    select
        figures.method_version,
        figures.wave,
        figures.organisation_id,
        in_use.dimension,
        figures.cleaning,
        figures.weighting,
        -- all of these indicators, or no score
        case
            when count(figures.figure) = any_value(len(dimension_scores.indicators))
                then
                    {{ exact_sum('in_use.weight * ' ~ goalpost_score('figures.figure', 'indicators')) }}
                    / {{ exact_sum('in_use.weight') }}
        end as score
    from figures
    inner join dimension_scores
        on
            figures.method_version = dimension_scores.method_version
            and figures.organisation_id = dimension_scores.organisation_id
            and figures.wave = dimension_scores.wave
    inner join in_use
        on
            figures.method_version = in_use.method_version
            and dimension_scores.industry = in_use.industry
            and figures.wave = in_use.wave
            and dimension_scores.dimension = in_use.dimension
            and figures.indicator = in_use.indicator
            and list_contains(dimension_scores.indicators, in_use.indicator)
    inner join indicators
        on
            figures.method_version = indicators.method_version
            and figures.indicator = indicators.indicator
    group by
        figures.method_version,
        figures.wave,
        figures.organisation_id,
        in_use.dimension,
        figures.cleaning,
        figures.weighting
)

select * from chosen
union all
-- A version that neither cleans nor weights is the same by every choice.
select
    dimension_scores.method_version,
    dimension_scores.wave,
    dimension_scores.organisation_id,
    dimension_scores.dimension,
    cleanings.cleaning,
    weightings.weighting,
    dimension_scores.score
from dimension_scores
inner join choices on dimension_scores.method_version = choices.method_version
cross join cleanings
cross join weightings
where not choices.has_choices
