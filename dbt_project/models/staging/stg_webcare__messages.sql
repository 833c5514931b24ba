with messages as (
    {{ current_records('messages') }}
)

select
    record_number as message_number,
    load_id,
    feed,
    message_id,
    in_reply_to_id,
    organisation_id,
    mentioned_organisation_id,
    wave as stated_wave,
    author_id,
    is_from_organisation,
    coalesce(channel, 'unknown') as channel,
    sent_at,
    coalesce(is_automated, false) as is_automated,
    coalesce(is_spam, false) as is_spam,
    coalesce(is_repost, false) as is_repost,
    requires_answer,
    is_complaint,
    is_resolved,
    sentiment,
    text
from messages
