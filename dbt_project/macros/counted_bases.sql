{#- Cases and conversations of a table of `int_operations__figures`: several figures may have one base. -#}
{% macro counted_bases(figures) -%}
select
    base,
    method_version,
    part = 'all' as is_total,
    sum(count_base) as count_counted
from (
    select distinct
        method_version,
        operations.base,
        figures.organisation_id,
        figures.wave,
        figures.part,
        figures.count_base
    from {{ figures }} as figures
    inner join {{ ref('int_method__operations') }} as operations using (method_version, indicator)
    where operations.base in ('cases', 'conversations')
)
group by all
{%- endmacro %}
