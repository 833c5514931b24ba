{#- A view of the build, as `table` makes its tables. -#}
{% materialization view, adapter='duckdb' %}
    {%- set relation = this.incorporate(type='view') -%}
    {%- do drop_relation_if_exists(load_cached_relation(this)) -%}
    {%- call statement('main') -%}
        {{ create_view_as(relation, compiled_code) }}
    {%- endcall -%}
    {%- do adapter.commit() -%}
    {%- do hold_grain(relation) -%}
    {%- do hold_rules(relation) -%}
    {{ return({'relations': [relation]}) }}
{% endmaterialization %}
