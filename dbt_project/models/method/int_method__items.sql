with indicators as (
    select indicators.*
    from {{ ref('method_indicator') }} as indicators
    inner join {{ ref('method_version') }} as versions using (method_version)
    where versions.is_live
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
inner join indicators using (method_version, indicator)
