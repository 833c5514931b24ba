-- What counts or adds up is a column of the observed questions or cases: a misspelt one would silently have no figure.
with units as (
    select column_name as numerator
    from information_schema.columns
    where table_name = '{{ ref('int_operations__units').identifier }}'
)

select
    operations.method_version,
    operations.indicator,
    operations.numerator
from {{ ref('method_operation') }} as operations
left join units using (numerator)
where
    operations.source in ('webcare', 'process')
    and operations.kind in ('count', 'rate')
    and operations.numerator is not null
    and units.numerator is null
