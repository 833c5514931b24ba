-- Without any survey nothing can be said of it.
with items as (
    select distinct
        items.method_version,
        indicators.dimension,
        items.item
    from {{ ref('int_method__items') }} as items
    inner join {{ ref('int_method__indicators') }} as indicators
        on
            items.method_version = indicators.method_version
            and items.indicator = indicators.indicator
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
left join asked on items.item = asked.item
where asked.item is null and exists (from asked)
