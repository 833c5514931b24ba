{#- Columns of a relation, null where its decision withholds them. -#}
{% macro unless(is_withheld, relation, columns) -%}
    {%- for column in columns %}
    case when not {{ is_withheld }} then {{ relation }}.{{ column }} end as {{ column }}
    {%- if not loop.last %},{% endif %}
    {%- endfor %}
{%- endmacro %}

{#- The decisions on operational rows, one column per count: hides_…_base for the count itself, hides_… for the
    figures computed from it; null where there is nothing to count. -#}
{% macro operational_decisions(counts) -%}
    select
        method_version,
        organisation_id,
        period::integer as wave,
        part,
        {%- for count in counts %}
        bool_or(is_base_withheld) filter (where base_of = '{{ count }}') as hides_{{ count }}_base,
        bool_or(is_figure_withheld) filter (where base_of = '{{ count }}') as hides_{{ count }},
        {%- endfor %}
        -- base_too_small comes before secondary
        min(suppression_reason) as suppression_reason
    from {{ ref('int_publication__decisions') }}
    where base_of in ('{{ counts | join("', '") }}')
    group by method_version, organisation_id, period, part
{%- endmacro %}

{#- The decisions on shares, one column per rate; null where the version does not judge them. -#}
{% macro share_decisions(indicators) -%}
    select
        method_version,
        organisation_id,
        wave,
        part,
        {%- for rate, indicator in indicators.items() %}
        bool_or(is_shown) filter (where indicator = '{{ indicator }}') as shows_{{ rate }},
        {%- endfor %}
        bool_or(has_footnote) as has_footnote,
        -- in the order of the alphabet: base_too_small, needs_review, unreliable
        min(suppression_reason) as suppression_reason
    from {{ ref('int_publication__share_decisions') }}
    where indicator in ('{{ indicators.values() | join("', '") }}')
    group by method_version, organisation_id, wave, part
{%- endmacro %}
