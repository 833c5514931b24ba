-- A survey indicator has items of a kind that is built; any other is a figure that some model makes.
with indicators as (
    select * from {{ ref('method_indicator') }}
),

items as (
    select * from {{ ref('method_item') }}
),

operational as (
    select unnest([
        'webcare_response',
        'webcare_speed',
        'webcare_resolution',
        'webcare_tone',
        'process_first_time_right',
        'process_in_promise',
        'process_rework_free',
        'trust_complaints'
    ]) as indicator
)

select
    indicators.method_version,
    indicators.indicator
from indicators
left join items
    on
        indicators.method_version = items.method_version
        and indicators.indicator = items.indicator
left join operational on indicators.indicator = operational.indicator
where
    case
        when indicators.source = 'survey'
            then
                items.item is null
                or indicators.kind not in ('item_mean', 'share_high', 'share_low', 'nps', 'channel_gap')
        else operational.indicator is null
    end
