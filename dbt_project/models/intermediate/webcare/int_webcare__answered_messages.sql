with messages as (
    select
        messages.message_number,
        organisations.organisation_id,
        messages.channel,
        messages.sent_at,
        messages.stated_wave,
        messages.is_from_organisation,
        messages.is_automated
    from {{ ref('stg_webcare__messages') }} as messages
    inner join {{ ref('int_webcare__message_organisations') }} as organisations
        on messages.message_number = organisations.message_number
),

links as (
    select * from {{ ref('int_webcare__message_links') }}
),

answers as (
    select
        messages.message_number,
        min(replies.sent_at) as replied_at
    from links
    inner join messages
        on
            links.parent_number = messages.message_number
            and not messages.is_from_organisation
    inner join messages as replies
        on
            links.message_number = replies.message_number
            and replies.is_from_organisation
            and not replies.is_automated
            and messages.organisation_id = replies.organisation_id
    group by messages.message_number
)

select
    messages.message_number,
    messages.organisation_id,
    {{ wave_of('messages.stated_wave', 'messages.sent_at') }} as wave,
    messages.channel,
    greatest(date_diff('second', messages.sent_at, answers.replied_at) / 60.0, 0) as reply_minutes
from messages
inner join answers on messages.message_number = answers.message_number
