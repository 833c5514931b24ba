with messages as (
    select
        message_number,
        message_id,
        organisation_id,
        mentioned_organisation_id,
        is_from_organisation,
        sent_at
    from {{ ref('stg_webcare__messages') }}
),

links as (
    select * from {{ ref('int_webcare__message_links') }}
),

first_answers as (
    select
        links.parent_number as message_number,
        arg_min(
            messages.organisation_id, (messages.sent_at, messages.message_id, messages.message_number)
        ) as organisation_id
    from links
    inner join messages using (message_number)
    where messages.is_from_organisation
    group by links.parent_number
)

-- What the file says, else who answered it first, else whose message it answers, else whom it names.
select
    messages.message_number,
    coalesce(
        messages.organisation_id,
        first_answers.organisation_id,
        answered.organisation_id,
        messages.mentioned_organisation_id
    ) as organisation_id
from messages
inner join links using (message_number)
left join first_answers using (message_number)
left join messages as answered
    on
        links.parent_number = answered.message_number
        and answered.is_from_organisation
