-- Per version: the cases and questions of the published rows, shown and withheld, are those that were counted, under
-- `all` and under the parts.
with counted as (
    {{ counted_bases(source('waist', 'int_operations__figures')) }}
),

rows_published as (
    select
        'cases' as base,
        method_version,
        organisation_id,
        wave,
        process as part,
        count_cases as count_published
    from {{ ref('fct_process_performance') }}
    union all
    select
        'conversations' as base,
        method_version,
        organisation_id,
        wave,
        channel as part,
        count_conversations as count_published
    from {{ ref('fct_webcare_performance') }}
),

withheld as (
    select
        method_version,
        organisation_id,
        base_of as base,
        period::integer as wave,
        part,
        sum(count_base) as count_base
    from {{ ref('int_publication__row_cells') }}
    where base_of in ('cases', 'conversations')
    group by all
),

published as (
    select
        base,
        method_version,
        part = 'all' as is_total,
        sum(coalesce(rows_published.count_published, withheld.count_base)) as count_published
    from rows_published
    left join withheld using (base, method_version, organisation_id, wave, part)
    group by all
)

select
    base,
    method_version,
    is_total,
    counted.count_counted,
    published.count_published
from counted
full join published using (base, method_version, is_total)
where counted.count_counted is distinct from published.count_published
