{#- The levels of two choices of the method, from the mildest on: method page, section 9. -#}

{#- Of cleaning: nobody is left out for points, as the version says, one point is enough. -#}
{% macro cleaning_levels() -%}
    {{ return(['none', 'as_is', 'strict']) }}
{%- endmacro %}

{#- Of respondent weights: each counts 1, raked or as delivered, the same trimmed. -#}
{% macro weighting_levels() -%}
    {{ return(['none', 'raked', 'trimmed']) }}
{%- endmacro %}
