{#- The place of a figure between an indicator's goalposts, 0 to 100, higher is better; null for no figure. -#}
{% macro goalpost_score(figure, indicator) -%}
    100 * case
        when {{ figure }} is null then null
        when {{ indicator }}.direction = 1 then {{ place_between_goalposts(figure, indicator) }}
        when {{ indicator }}.direction = -1 then 1 - {{ place_between_goalposts(figure, indicator) }}
    end
{%- endmacro %}

{% macro place_between_goalposts(figure, indicator) -%}
    least(greatest(
        case {{ indicator }}.goalpost_scale
            when 'linear'
                then
                    ({{ figure }} - {{ indicator }}.goalpost_low)
                    / ({{ indicator }}.goalpost_high - {{ indicator }}.goalpost_low)
            when 'ln'
                then
                    ln(greatest({{ figure }}, {{ indicator }}.goalpost_low) / {{ indicator }}.goalpost_low)
                    / ln({{ indicator }}.goalpost_high / {{ indicator }}.goalpost_low)
        end, 0
    ), 1)
{%- endmacro %}
