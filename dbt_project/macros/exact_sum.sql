{#- A sum of doubles differs with every run on two threads: sum decimals, and only then go back. -#}
{% macro exact_sum(expression) -%}
    sum(cast({{ expression }} as decimal(38, 12)))
{%- endmacro %}
