with messages as (
    {{ current_records('messages') }}
),

-- Earlier sendings, but those that wait: what changes the time waits like any other change.
released as (
    select
        histories.record_key,
        histories.happened_at as sent_at
    from {{ ref('stg_ledger__record_histories') }} as histories
    left join {{ ref('stg_ledger__record_states') }} as unreleased
        on
            histories.entity = unreleased.entity
            and histories.load_id = unreleased.load_id
            and histories.row_number = unreleased.row_number
            and unreleased.is_arrival_waiting
    where histories.entity = 'messages' and histories.record_key is not null and unreleased.load_id is null
    union all
    -- posts never wait
    select
        record_key,
        sent_at
    from {{ source('raw', 'messages') }}
    where record_key is not null and is_from_organisation and in_reply_to_id is null
),

-- An edit changes the text, never the time: the clock starts at the first sending of all deliveries.
sendings as (
    select
        record_key,
        min(sent_at) as first_sent_at
    from released
    group by record_key
)

select
    messages.record_number as message_number,
    messages.load_id,
    messages.feed,
    messages.message_id,
    messages.in_reply_to_id,
    messages.organisation_id,
    messages.mentioned_organisation_id,
    messages.wave as stated_wave,
    messages.author_id,
    messages.is_from_organisation,
    coalesce(messages.channel, 'unknown') as channel,
    coalesce(sendings.first_sent_at, messages.sent_at) as sent_at,
    messages.reply_minutes,
    coalesce(messages.is_automated, false) as is_automated,
    coalesce(messages.is_internal, false) as is_internal,
    coalesce(messages.is_spam, false) as is_spam,
    coalesce(messages.is_repost, false) as is_repost,
    messages.requires_answer,
    messages.is_complaint,
    messages.is_resolved,
    messages.sentiment,
    messages.text
from messages
left join sendings using (record_key)
