{#- Whoever qualified for several organisations counts for more within his `survey` (a window), the survey for no more.
    Weights of months are scaled `like` those of the wave, so that an evaluation weighs the same in both. -#}
{% macro by_chance_of_selection(weight, like=none) -%}
    {%- set like = like or weight -%}
    count_qualified * {{ weight }} * {{ exact_sum(like) }} over survey
    / {{ exact_sum('count_qualified * ' ~ like) }} over survey
{%- endmacro %}
