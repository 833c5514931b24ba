-- The survey index under every choice of cleaning and weighting, with the indicators in use of the reference.
{% set scenarios = [] %}
{% for cleaning in ['none', 'm1', 'strict'] %}
    {% for weighting in ['none', 'raked', 'trimmed'] %}
        {% do scenarios.append((cleaning, weighting)) %}
    {% endfor %}
{% endfor %}

with indicator_values as (
    select * from {{ ref('int_survey__indicator_values') }}
    where evaluation_type = 'relational'
),

weights as (
    select * from {{ ref('int_survey__weights') }}
),

organisation_waves as (
    select * from {{ ref('int_index__organisation_waves') }}
),

in_use as (
    select
        *,
        count(*) over (partition by method_version, industry, wave, dimension) as count_indicators
    from {{ ref('int_index__indicators_in_use') }}
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
        {%- for cleaning, weighting in scenarios %}
        {%- set weight = 'weights.weight_' ~ cleaning ~ '_' ~ weighting %}
        {{ exact_sum(weight ~ ' * indicator_values.value') }} as total_{{ cleaning }}_{{ weighting }},
        {{ exact_sum(weight) }} as weight_{{ cleaning }}_{{ weighting }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from indicator_values
    inner join weights
        on
            indicator_values.method_version = weights.method_version
            and indicator_values.evaluation_number = weights.evaluation_number
    group by
        indicator_values.method_version,
        indicator_values.organisation_id,
        indicator_values.wave,
        indicator_values.indicator
),

figures as (
    {%- for cleaning, weighting in scenarios %}
    select
        method_version,
        organisation_id,
        wave,
        indicator,
        '{{ cleaning }}' as cleaning,
        '{{ weighting }}' as weighting,
        total_{{ cleaning }}_{{ weighting }} / weight_{{ cleaning }}_{{ weighting }} as figure
    from sums
    {{- '
    union all' if not loop.last }}
    {%- endfor %}
)

select
    figures.method_version,
    figures.wave,
    figures.organisation_id,
    in_use.dimension,
    figures.cleaning,
    figures.weighting,
    -- all indicators in use, or no score
    case
        when count(figures.figure) = any_value(in_use.count_indicators)
            then
                {{ exact_sum('in_use.weight * ' ~ goalpost_score('figures.figure', 'indicators')) }}
                / {{ exact_sum('in_use.weight') }}
    end as score
from figures
inner join organisation_waves
    on
        figures.method_version = organisation_waves.method_version
        and figures.organisation_id = organisation_waves.organisation_id
        and figures.wave = organisation_waves.wave
inner join in_use
    on
        figures.method_version = in_use.method_version
        and organisation_waves.industry = in_use.industry
        and figures.wave = in_use.wave
        and figures.indicator = in_use.indicator
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
