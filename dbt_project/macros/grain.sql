{#- Keys that break the grain: those that rows share, and those of which a part is null. -#}
{% macro breaking_grain(relation, columns) -%}
select
    {{ columns | join(', ') }},
    count(*) as count_rows,
from {{ relation }}
group by all
having count(*) > 1 or {{ is_partly_null(columns) }}
{%- endmacro %}


{% macro is_partly_null(columns) -%}
    {{ columns | join(' is null or ') }} is null
{%- endmacro %}


{#-
    Refuses a table or view that was just made and breaks the grain that its YAML says (`config.meta.grain`).
    A test of dbt's for each of 160 models would take as long as the models.
-#}
{% macro hold_grain(relation) %}
    {%- set grain = config.get('meta', {}).get('grain') -%}
    {%- if grain -%}
        {%- set found = run_query(
            'select count(*) filter (where count_rows > 1), count(*) filter (where ' ~ is_partly_null(grain)
            ~ ') from (' ~ breaking_grain(relation, grain) ~ ')'
        ) -%}
        {%- set shared, null = found.rows[0] -%}
        {%- if shared or null -%}
            {%- do exceptions.raise_compiler_error(
                relation.identifier ~ ' breaks its grain (' ~ grain | join(', ') ~ '): ' ~ shared
                ~ ' keys are shared by several rows, ' ~ null ~ ' keys have a part that is null.'
            ) -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}
