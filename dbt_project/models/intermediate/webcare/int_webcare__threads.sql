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

answers as (
    select
        thread_number,
        min(sent_at) filter (where is_from_organisation and not is_automated) as first_reply_at,
        min(sent_at) filter (where is_resolved) as resolved_at
    from messages
    group by thread_number
)

select
    openings.thread_number,
    openings.organisation_id,
    openings.wave,
    openings.channel,
    openings.author_id,
    openings.sent_at as opened_at,
    coalesce(openings.requires_answer, true) as requires_answer,
    feeds.has_resolution_mark
    and (not feeds.has_complaint_mark or coalesce(openings.is_complaint, false)) as requires_resolution,
    answers.first_reply_at,
    answers.resolved_at,
    -- a wave that the feed states may reach beyond the calendar year
    greatest(
        {{ year_end_at('openings.wave') }},
        max(openings.sent_at) over (partition by openings.feed, openings.wave)
    ) as wave_end_at,
    feeds.last_message_at
from openings
inner join answers on openings.thread_number = answers.thread_number
inner join feeds on openings.feed = feeds.feed
where not (openings.is_from_organisation or openings.is_spam or openings.is_repost)
