-- A survey indicator has items of a kind that is built; any other is registered as one of operations, of its kind.
with indicators as (
    select * from {{ ref('method_indicator') }}
),

items as (
    select * from {{ ref('method_item') }}
),

operations as (
    select * from {{ ref('method_operation') }}
)

select
    indicators.method_version,
    indicators.indicator
from indicators
left join items using (method_version, indicator)
left join operations using (method_version, indicator, source, kind)
where
    case
        when indicators.source = 'survey'
            then
                items.item is null
                or indicators.kind not in ('item_mean', 'share_high', 'share_low', 'nps', 'channel_gap')
        else operations.indicator is null
    end
