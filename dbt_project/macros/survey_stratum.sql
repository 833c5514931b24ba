{#- The stratum of an evaluation within its wave: the one delivered, of its survey; without one the survey is one. -#}
{% macro survey_stratum() -%}
    [feed, coalesce('stratum ' || stratum, '')]
{%- endmacro %}
