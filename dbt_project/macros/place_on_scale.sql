{#- An answer's place between the ends of its scale, 0 to 1. -#}
{% macro place_on_scale(answer, is_reversed) -%}
    case
        when {{ is_reversed }} then {{ answer }}.scale_high - {{ answer }}.value
        else {{ answer }}.value - {{ answer }}.scale_low
    end / nullif({{ answer }}.scale_high - {{ answer }}.scale_low, 0)
{%- endmacro %}
