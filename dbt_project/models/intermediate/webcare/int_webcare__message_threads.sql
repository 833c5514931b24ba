with recursive messages as (
    select
        message_number,
        message_id,
        in_reply_to_id
    from {{ ref('stg_webcare__messages') }}
),

identified as (
    select
        message_id,
        min(message_number) as message_number
    from messages
    group by message_id
),

links as (
    select
        messages.message_number,
        identified.message_number as parent_number
    from messages
    left join identified on messages.in_reply_to_id = identified.message_id
),

-- Downwards from the messages that answer nothing in the data.
chains as (
    select
        message_number,
        message_number as thread_number
    from links
    where parent_number is null
    union all
    select
        links.message_number,
        chains.thread_number
    from chains
    inner join links on chains.message_number = links.parent_number
)

-- Messages that answer one another in a circle are never reached: each stands alone.
select
    links.message_number,
    coalesce(chains.thread_number, links.message_number) as thread_number
from links
left join chains on links.message_number = chains.message_number
