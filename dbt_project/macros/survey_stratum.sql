{#- The stratum of an evaluation within its wave: the one delivered, of its survey; without one the survey is one. -#}
{% macro survey_stratum(evaluations) -%}
    [{{ evaluations }}.feed, coalesce('stratum ' || {{ evaluations }}.stratum, '')]
{%- endmacro %}
