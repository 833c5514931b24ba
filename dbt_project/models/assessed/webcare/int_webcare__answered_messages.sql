with messages as (
    select
        messages.message_number,
        organisations.organisation_id,
        organisations.desk_id,
        messages.channel,
        messages.sent_at,
        messages.stated_wave,
        messages.is_from_organisation,
        messages.is_automated or messages.is_internal as is_silent
    from {{ ref('stg_webcare__messages') }} as messages
    inner join {{ ref('int_webcare__thread_messages') }} as organisations using (message_number)
),

links as (
    select * from {{ ref('int_webcare__message_links') }}
),

-- Compared after the join: begun with the organisations, the join is of each with itself.
linked_answers as (
    select
        messages.message_number,
        min(replies.sent_at) filter (where messages.desk_id = replies.desk_id) as replied_at
    from links
    inner join messages
        on
            links.parent_number = messages.message_number
            and not messages.is_from_organisation
    inner join messages as replies
        on
            links.message_number = replies.message_number
            and replies.is_from_organisation
            and not replies.is_silent
    group by messages.message_number
),

exchanges as (
    select
        *,
        count(*) filter (where is_replying) over (
            partition by thread_number, customer_id, desk_id
            order by said_at, not is_asking, message_id, message_number
            rows between unbounded preceding and 1 preceding
        ) as turn
    from {{ ref('int_webcare__exchanges') }}
    where is_asking or is_replying
),

-- A reply without a link answers the first message since the last reply to the customer.
waiting as (
    select
        *,
        arg_min(message_number, (said_at, message_id, message_number)) filter (where is_asking) over (
            partition by thread_number, customer_id, desk_id, turn
        ) as waiting_number
    from exchanges
),

unlinked_answers as (
    select
        waiting_number as message_number,
        said_at as replied_at
    from waiting
    where is_replying and not is_linked and waiting_number is not null
),

-- Of a reply whose message is not delivered the time may be.
stated_answers as (
    select
        message_number,
        said_at as replied_at
    from {{ ref('int_webcare__exchanges') }}
    where not is_message
),

all_answers as (
    select * from linked_answers
    where replied_at is not null
    union all
    select * from unlinked_answers
    union all
    select * from stated_answers
),

answers as (
    select
        message_number,
        min(replied_at) as replied_at
    from all_answers
    group by message_number
)

select
    messages.message_number,
    messages.organisation_id,
    {{ wave_of('messages.stated_wave', 'messages.sent_at') }} as wave,
    messages.channel,
    greatest(date_diff('second', messages.sent_at, answers.replied_at) / 60.0, 0) as reply_minutes
from messages
inner join answers using (message_number)
where messages.organisation_id is not null
