with messages as (
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
)

select
    messages.message_number,
    identified.message_number as parent_number
from messages
left join identified on messages.in_reply_to_id = identified.message_id
