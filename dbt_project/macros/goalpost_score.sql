{#- The place of a figure between an indicator's goalposts, 0 to 100, higher is better; null for no figure. -#}
{% macro goalpost_score(figure, indicator) -%}
    {{ directed_score(figure, indicator, 'least(greatest(' ~ place_between_goalposts(figure, indicator) ~ ', 0), 1)') }}
{%- endmacro %}

{#- The same, not cut off beyond the goalposts: what wider or narrower ones start from. -#}
{% macro unbounded_goalpost_score(figure, indicator) -%}
    {{ directed_score(figure, indicator, place_between_goalposts(figure, indicator)) }}
{%- endmacro %}

{% macro directed_score(figure, indicator, place) -%}
    100 * case
        when {{ figure }} is null then null
        when {{ indicator }}.direction = 1 then {{ place }}
        when {{ indicator }}.direction = -1 then 1 - {{ place }}
    end
{%- endmacro %}

{% macro place_between_goalposts(figure, indicator) -%}
    case {{ indicator }}.goalpost_scale
        when 'linear'
            then
                ({{ figure }} - {{ indicator }}.goalpost_low)
                / ({{ indicator }}.goalpost_high - {{ indicator }}.goalpost_low)
        when 'ln'
            then
                ln(greatest({{ figure }}, {{ indicator }}.goalpost_low) / {{ indicator }}.goalpost_low)
                / ln({{ indicator }}.goalpost_high / {{ indicator }}.goalpost_low)
    end
{%- endmacro %}
