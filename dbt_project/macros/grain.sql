{#- Rows that break the grain: those that share it, and those in which a part of it is null. -#}
{% macro breaking_grain(relation, columns) -%}
select
    {{ columns | join(', ') }},
    count(*) as count_rows,
from {{ relation }}
group by all
having
    count(*) > 1
    {% for column in columns %}
    or {{ column }} is null
    {% endfor %}
{%- endmacro %}


{#-
    Refuses a table or view that was just made and breaks the grain that its YAML says (`config.meta.grain`).
    A test of dbt's for each of 160 models would take as long as the models.
-#}
{% macro hold_grain(relation) %}
    {%- set grain = config.get('meta', {}).get('grain') -%}
    {%- if grain -%}
        {%- set found = run_query('select count(*) from (' ~ breaking_grain(relation, grain) ~ ')') -%}
        {%- set count = found.columns[0][0] -%}
        {%- if count -%}
            {%- do exceptions.raise_compiler_error(
                relation.identifier ~ ' breaks its grain (' ~ grain | join(', ') ~ '): '
                ~ count ~ ' of its values are shared by rows, or have a part that is null.'
            ) -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}
