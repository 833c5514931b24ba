{#- Columns of a relation, null where its decision withholds them. -#}
{% macro unless(is_withheld, relation, columns) -%}
    {%- for column in columns %}
    case when not {{ is_withheld }} then {{ relation }}.{{ column }} end as {{ column }}
    {%- if not loop.last %},{% endif %}
    {%- endfor %}
{%- endmacro %}

{#- The published figures of some indicators of operations, a row per channel or process: of each, under its name, the
    base, the figure and the ends of its interval. Those that stand `apart` have reasons of their own. -#}
{% macro operations_in_columns(source, indicators, apart=[]) -%}
    {%- set told = "indicator not in ('" ~ apart | join("', '") ~ "')" -%}
    select
        method_version,
        organisation_id,
        wave,
        part,
        {%- for name, indicator in indicators.items() %}
        {%- for column in ['count_base', 'figure', 'ci_low', 'ci_high', 'is_figure_withheld', 'suppression_reason'] %}
        any_value({{ column }}) filter (where indicator = '{{ indicator }}') as {{ name }}_{{ column }},
        {%- endfor %}
        {%- endfor %}
        bool_or(has_footnote) as has_footnote,
        bool_or(is_indicative) filter (where {{ told }}) as is_indicative,
        -- base_too_small comes before needs_review, secondary and unreliable
        min(suppression_reason) filter (where {{ told }}) as withheld_reason,
        case
            when withheld_reason is not null then withheld_reason
            when bool_or(kind = 'median' and has_base and figure is null and {{ told }}) then 'median_not_reached'
            when bool_or(kind != 'count' and not has_base and {{ told }}) then 'not_observed'
        end as suppression_reason
    from {{ ref('int_publication__operations') }}
    where source = '{{ source }}'
    group by method_version, organisation_id, wave, part
{%- endmacro %}

{#- A rate and the ends of its interval. -#}
{% macro rate_columns(name) -%}
    figures.{{ name }}_figure as {{ name }}_rate,
    figures.{{ name }}_ci_low as {{ name }}_rate_ci_low,
    figures.{{ name }}_ci_high as {{ name }}_rate_ci_high
{%- endmacro %}
