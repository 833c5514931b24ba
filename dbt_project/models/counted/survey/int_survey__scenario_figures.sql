-- The figures of a wave under every choice of cleaning and weighting; of a version that neither cleans nor weights
-- none, since they would be the same by every choice.
{% set cleanings = cleaning_levels() %}
{% set weightings = weighting_levels() %}

with indicator_values as (
    select * from {{ ref('int_survey__indicator_values') }}
    where evaluation_type = 'relational'
),

weights as (
    select * from {{ ref('int_survey__weights') }}
),

choosing as (
    select method_version
    from {{ ref('int_method__parameters') }}
    where is_weighted = 1
    union
    select method_version
    from {{ ref('int_method__cleaning_rules') }}
),

sums as materialized (
    select
        indicator_values.method_version,
        indicator_values.organisation_id,
        indicator_values.wave,
        {%- for cleaning in cleanings %}{% for weighting in weightings %}
        {%- set weight = 'weights.weight_' ~ cleaning ~ '_' ~ weighting %}
        {{ exact_sum(weight ~ ' * indicator_values.value') }} as total_{{ cleaning }}_{{ weighting }},
        {{ exact_sum(weight) }} as weight_{{ cleaning }}_{{ weighting }},
        {%- endfor %}{% endfor %}
        indicator_values.indicator
    from indicator_values
    inner join choosing using (method_version)
    inner join weights using (method_version, evaluation_number)
    group by
        indicator_values.method_version,
        indicator_values.organisation_id,
        indicator_values.wave,
        indicator_values.indicator
)

{%- for cleaning in cleanings %}{% for weighting in weightings %}
{{- '\nunion all' if not (loop.first and cleaning == 'none') }}
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
