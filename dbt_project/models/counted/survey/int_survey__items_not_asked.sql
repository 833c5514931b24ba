-- Without any survey nothing can be said of it.
with items as (
    select distinct
        items.method_version,
        indicators.dimension,
        items.item
    from {{ ref('int_method__items') }} as items
    inner join {{ ref('int_method__indicators') }} as indicators using (method_version, indicator)
),

asked as (
    select distinct item
    from {{ ref('stg_survey__answers') }}
    where value is not null
)

select
    items.method_version,
    items.dimension,
    items.item
from items
left join asked using (item)
where asked.item is null and exists (from asked)
