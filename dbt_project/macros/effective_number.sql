{#- Kish: so many equal weights are as precise. -#}
{% macro effective_number(total_weight, total_squared_weight) -%}
    power({{ total_weight }}::double, 2) / nullif({{ total_squared_weight }}::double, 0)
{%- endmacro %}
