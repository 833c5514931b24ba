with recursive links as (
    select * from {{ ref('int_webcare__message_links') }}
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
