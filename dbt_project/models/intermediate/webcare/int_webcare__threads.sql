with messages as (
    select
        messages.*,
        threads.thread_number
    from {{ ref('stg_webcare__messages') }} as messages
    inner join {{ ref('int_webcare__message_threads') }} as threads
        on messages.message_number = threads.message_number
),

feeds as (
    select
        feed,
        max(sent_at) as last_message_at,
        coalesce(bool_or(is_complaint is not null), false) as has_complaint_mark,
        coalesce(bool_or(is_resolved is not null), false) as has_resolution_mark
    from messages
    group by feed
),

openings as (
    select
        *,
        {{ wave_of('stated_wave', 'sent_at') }} as wave
    from messages
    qualify row_number() over (partition by thread_number order by sent_at, message_number) = 1
),

-- Whose thread it is, is first asked of the customer's own message: answered or not must make no difference.
replies as (
    select
        thread_number,
        arg_min(organisation_id, (sent_at, message_number)) as organisation_id
    from messages
    group by thread_number
),

addressed as (
    select
        openings.* replace (
            coalesce(openings.organisation_id, openings.mentioned_organisation_id, replies.organisation_id)
                as organisation_id
        )
    from openings
    inner join replies on openings.thread_number = replies.thread_number
    where not openings.is_from_organisation and not openings.is_spam and not openings.is_repost
),

answers as (
    select
        messages.thread_number,
        min(messages.sent_at) filter (where messages.is_from_organisation and not messages.is_automated)
            as first_reply_at,
        min(messages.sent_at) filter (where messages.is_resolved) as resolved_at
    from messages
    inner join addressed on messages.thread_number = addressed.thread_number
    where coalesce(messages.organisation_id, addressed.organisation_id) = addressed.organisation_id
    group by messages.thread_number
)

select
    addressed.thread_number,
    addressed.organisation_id,
    addressed.wave,
    addressed.channel,
    addressed.author_id,
    addressed.sent_at as opened_at,
    coalesce(addressed.requires_answer, true) as requires_answer,
    feeds.has_resolution_mark
    and (not feeds.has_complaint_mark or coalesce(addressed.is_complaint, false)) as requires_resolution,
    answers.first_reply_at,
    answers.resolved_at,
    -- a wave that the feed states may reach beyond the calendar year
    greatest(
        {{ year_end_at('addressed.wave') }},
        max(addressed.sent_at) over (partition by addressed.feed, addressed.wave)
    ) as wave_end_at,
    feeds.last_message_at
from addressed
inner join feeds on addressed.feed = feeds.feed
left join answers on addressed.thread_number = answers.thread_number
where addressed.organisation_id is not null
