with messages as (
    select
        messages.* replace (organisations.organisation_id as organisation_id),
        threads.thread_number
    from {{ ref('stg_webcare__messages') }} as messages
    inner join {{ ref('int_webcare__message_organisations') }} as organisations
        on messages.message_number = organisations.message_number
    inner join {{ ref('int_webcare__message_threads') }} as threads
        on messages.message_number = threads.message_number
),

feeds as (
    select
        messages.feed,
        greatest(max(messages.sent_at), max(observations.last_event_at)) as last_message_at,
        coalesce(bool_or(messages.is_complaint is not null), false) as has_complaint_mark,
        coalesce(bool_or(messages.is_resolved is not null), false) as has_resolution_mark
    from messages
    left join {{ ref('stg_ledger__observations') }} as observations on messages.feed = observations.feed
    group by messages.feed
),

spoken as (
    select distinct
        organisation_id,
        feed
    from messages
    where organisation_id is not null
),

-- Questions and answers may come by feeds of their own: an organisation is observed while any of its feeds goes on.
organisations as (
    select
        spoken.organisation_id,
        max(feeds.last_message_at) as last_message_at
    from spoken
    inner join feeds on spoken.feed = feeds.feed
    group by spoken.organisation_id
),

openings as (
    select
        *,
        {{ wave_of('stated_wave', 'sent_at') }} as wave
    from messages
    qualify row_number() over (partition by thread_number order by sent_at, message_number) = 1
),

first_answers as (
    select
        thread_number,
        arg_min(organisation_id, (sent_at, message_number)) as organisation_id
    from messages
    where is_from_organisation
    group by thread_number
),

opened as (
    select openings.* replace (coalesce(openings.organisation_id, first_answers.organisation_id) as organisation_id)
    from openings
    left join first_answers on openings.thread_number = first_answers.thread_number
    where not (openings.is_from_organisation or openings.is_spam or openings.is_repost)
),

-- Another organisation that joins in answers nothing.
answers as (
    select
        opened.thread_number,
        min(messages.sent_at) filter (where messages.is_from_organisation and not messages.is_automated)
            as first_reply_at,
        min(messages.sent_at) filter (where messages.is_resolved) as resolved_at
    from opened
    inner join messages
        on
            opened.thread_number = messages.thread_number
            and (not messages.is_from_organisation or opened.organisation_id = messages.organisation_id)
    group by opened.thread_number
)

select
    opened.thread_number,
    opened.load_id,
    opened.organisation_id,
    opened.wave,
    opened.channel,
    opened.author_id,
    opened.sent_at as opened_at,
    coalesce(opened.requires_answer, true) as requires_answer,
    feeds.has_resolution_mark
    and (not feeds.has_complaint_mark or coalesce(opened.is_complaint, false)) as requires_resolution,
    answers.first_reply_at,
    answers.resolved_at,
    -- a wave that the feed states may reach beyond the calendar year
    greatest(
        {{ year_end_at('opened.wave') }},
        max(opened.sent_at) over (partition by opened.feed, opened.wave)
    ) as wave_end_at,
    greatest(feeds.last_message_at, organisations.last_message_at) as last_message_at
from opened
inner join answers on opened.thread_number = answers.thread_number
inner join feeds on opened.feed = feeds.feed
left join organisations on opened.organisation_id = organisations.organisation_id
