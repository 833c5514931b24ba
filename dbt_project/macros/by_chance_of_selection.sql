{#- Whoever qualified for several organisations counts for more within his `survey` (a window), the survey for no more. -#}
{% macro by_chance_of_selection(weight) -%}
    count_qualified * {{ weight }} * {{ exact_sum(weight) }} over survey
    / {{ exact_sum('count_qualified * ' ~ weight) }} over survey
{%- endmacro %}
