{#-
    A table of the build, in one statement, refused where it breaks its grain. dbt's own makes it under another
    name, keeps the one that stood there as a backup and swaps the two, so that a reader never meets a gap; nobody reads
    the build's file, and it is new each time. With 160 small models that swap is a tenth of a build.
-#}
{% materialization table, adapter='duckdb', supported_languages=['sql', 'python'] %}
    {%- set relation = this.incorporate(type='table') -%}
    {%- do drop_relation_if_exists(load_cached_relation(this)) -%}
    {%- call statement('main', language=model['language']) -%}
        {{ create_table_as(False, relation, compiled_code, model['language']) }}
    {%- endcall -%}
    {%- do adapter.commit() -%}
    {%- do hold_grain(relation) -%}
    {%- do hold_rules(relation) -%}
    {{ return({'relations': [relation]}) }}
{% endmaterialization %}
