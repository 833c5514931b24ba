with messages as (
    select * from {{ ref('int_webcare__thread_messages') }}
),

reply_times as (
    select
        message_number,
        reply_minutes
    from {{ ref('stg_webcare__messages') }}
    where reply_minutes is not null and not is_from_organisation
),

spoken as (
    select
        *,
        not is_from_organisation and silence is null as is_asking
    from messages
),

-- Who has not asked yet is not replied to.
exchanged as (
    select
        *,
        is_from_organisation
        and silence is null
        and customer_id is not null
        and count(*) filter (where is_asking) over (
            partition by thread_number, customer_id, desk_id
            order by said_at, is_from_organisation, message_id, message_number
            rows between unbounded preceding and current row
        ) > 0 as is_replying
    from spoken
),

followed as (
    select
        *,
        lead(is_replying) over (
            partition by thread_number, customer_id, desk_id
            order by said_at, is_from_organisation, message_id, message_number
        ) as is_followed_by_reply
    from exchanged
    where is_asking or is_replying
),

-- Of a reply whose message is delivered the message's own time counts.
stated_replies as (
    select
        followed.message_number,
        followed.message_id,
        followed.thread_number,
        followed.customer_id,
        followed.organisation_id,
        followed.desk_id,
        followed.said_at + to_seconds(60 * reply_times.reply_minutes) as said_at
    from followed
    inner join reply_times using (message_number)
    where followed.is_asking and followed.is_followed_by_reply is not true
)

select
    message_number,
    message_id,
    thread_number,
    customer_id,
    organisation_id,
    desk_id,
    said_at,
    is_asking,
    is_replying,
    true as is_message,
    is_linked
from exchanged
union all
select
    message_number,
    message_id,
    thread_number,
    customer_id,
    organisation_id,
    desk_id,
    said_at,
    false as is_asking,
    true as is_replying,
    false as is_message,
    true as is_linked
from stated_replies
