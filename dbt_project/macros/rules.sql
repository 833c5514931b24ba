{#-
    What the YAML of a model says of each of its rows, as expressions: `holds` of the model; `required`, `values` and
    `explained_by` of its columns (`config.meta`).
-#}
{% macro row_rules(model) %}
    {%- set rules = model.config.get('meta', {}).get('holds', []) | list -%}
    {%- for column in model.columns.values() -%}
        {%- set said = column.get('config', {}).get('meta', {}) -%}
        {%- if said.get('required') -%}
            {%- do rules.append(column.name ~ ' is not null') -%}
        {%- endif -%}
        {%- if said.get('values') -%}
            {%- do rules.append("coalesce(" ~ column.name ~ " in ('" ~ said['values'] | join("', '") ~ "'), true)") -%}
        {%- endif -%}
        {%- if said.get('explained_by') -%}
            {%- do rules.append(column.name ~ ' is not null or ' ~ said['explained_by'] ~ ' is not null') -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(rules) }}
{% endmacro %}


{% macro rows_without(relation, rules) -%}
from {{ relation }}
where
    {% for rule in rules %}
    {{ 'or ' if not loop.first }}({{ rule }}) is not true
    {% endfor %}
{%- endmacro %}


{#-
    Refuses a table or view that was just made and has rows for which one of its rules is not true. A rule that is
    unknown for a row does not hold. A test of dbt's for each of 80 rules would take as long as half of the models.
-#}
{% macro hold_rules(relation) %}
    {%- set rules = row_rules(model) -%}
    {%- if rules and run_query('select 1 ' ~ rows_without(relation, rules) ~ ' limit 1').rows -%}
        {%- set broken = [] -%}
        {%- for rule in rules -%}
            {%- set count = run_query('select count(*) ' ~ rows_without(relation, [rule])).rows[0][0] -%}
            {%- if count -%}
                {%- do broken.append(rule ~ ' (not in ' ~ count ~ ' rows)') -%}
            {%- endif -%}
        {%- endfor -%}
        {%- do exceptions.raise_compiler_error(relation.identifier ~ ' breaks its rules: ' ~ broken | join('; ')) -%}
    {%- endif -%}
{% endmacro %}
