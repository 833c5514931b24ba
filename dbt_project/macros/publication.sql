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

{#- The intervals of shares and the decisions on them, columns per rate; null where the version has none. -#}
{% macro share_decisions(indicators) -%}
    select
        decisions.method_version,
        decisions.organisation_id,
        decisions.wave,
        decisions.part,
        {%- for rate, indicator in indicators.items() %}
        bool_or(decisions.is_shown) filter (where decisions.indicator = '{{ indicator }}') as shows_{{ rate }},
        max(intervals.ci_low) filter (where decisions.indicator = '{{ indicator }}') as {{ rate }}_ci_low,
        max(intervals.ci_high) filter (where decisions.indicator = '{{ indicator }}') as {{ rate }}_ci_high,
        {%- endfor %}
        bool_or(decisions.has_footnote) as has_footnote,
        -- in the order of the alphabet: base_too_small, needs_review, unreliable
        min(decisions.suppression_reason) as suppression_reason
    from {{ ref('int_publication__share_decisions') }} as decisions
    left join {{ ref('int_inference__share_intervals') }} as intervals
        on
            decisions.method_version = intervals.method_version
            and decisions.organisation_id = intervals.organisation_id
            and decisions.wave = intervals.wave
            and decisions.indicator = intervals.indicator
            and decisions.part = intervals.part
    where decisions.indicator in ('{{ indicators.values() | join("', '") }}')
    group by decisions.method_version, decisions.organisation_id, decisions.wave, decisions.part
{%- endmacro %}

{#- The ends of a rate's interval, where the rate is shown. -#}
{% macro interval_of(rate, is_shown) -%}
    case when {{ is_shown }} then round(figures.{{ rate }}_ci_low, 9) end as {{ rate }}_ci_low,
    case when {{ is_shown }} then round(figures.{{ rate }}_ci_high, 9) end as {{ rate }}_ci_high
{%- endmacro %}
