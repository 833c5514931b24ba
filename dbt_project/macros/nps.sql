{#- Net Promoter Score in points, -100 to 100. -#}
{% macro nps(promoters, detractors, evaluations) -%}
    100.0 * ({{ promoters }} - {{ detractors }}) / {{ evaluations }}
{%- endmacro %}

{#- Its standard error for a simple random sample: promoters and detractors are not independent (Rocks 2016). -#}
{% macro nps_standard_error(promoters, detractors, evaluations) -%}
    100.0 * sqrt(greatest(
        ({{ promoters }} + {{ detractors }}) / {{ evaluations }}
        - power(({{ promoters }} - {{ detractors }}) / {{ evaluations }}, 2), 0
    ) / {{ evaluations }})
{%- endmacro %}
