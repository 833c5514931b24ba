{#- The interval of a score by Student's t, cut at the ends of the scale; null without a standard error. `figure` has
    standard_error and t_quantile. -#}
{% macro t_interval(score, figure) -%}
    case
        when {{ figure }}.standard_error is not null
            then greatest({{ score }} - {{ figure }}.t_quantile * {{ figure }}.standard_error, 0)
    end as ci_low,
    case
        when {{ figure }}.standard_error is not null
            then least({{ score }} + {{ figure }}.t_quantile * {{ figure }}.standard_error, 100)
    end as ci_high
{%- endmacro %}
