with indicators as (
    select * from {{ ref('int_method__indicators') }}
),

items as (
    select * from {{ ref('method_item') }}
)

select
    items.method_version,
    items.indicator,
    indicators.dimension,
    indicators.kind,
    items.item,
    items.is_reversed,
    items.is_asked_of_all,
    count(*) over (partition by items.method_version, items.indicator) as count_items
from items
inner join indicators
    on
        items.method_version = indicators.method_version
        and items.indicator = indicators.indicator
