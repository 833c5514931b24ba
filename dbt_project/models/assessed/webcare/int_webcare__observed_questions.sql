with messages as (
    select * from {{ ref('stg_webcare__messages') }}
),

roles as (
    select * from {{ ref('int_webcare__message_roles') }}
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
),

feeds as (
    select
        messages.feed,
        greatest(
            -- a reply may be known by its time alone
            max(greatest(
                messages.sent_at,
                messages.sent_at
                + to_seconds(60 * case when not messages.is_from_organisation then messages.reply_minutes end)
            )),
            max(observations.last_event_at)
        ) as last_message_at,
        coalesce(bool_or(messages.is_complaint is not null), false) as has_complaint_mark,
        coalesce(bool_or(messages.is_resolved is not null), false) as has_resolution_mark
    from messages
    left join {{ ref('stg_ledger__observations') }} as observations using (feed)
    group by messages.feed
),

spoken as (
    select distinct
        organisations.organisation_id,
        messages.feed
    from messages
    inner join {{ ref('int_webcare__thread_messages') }} as organisations using (message_number)
    where organisations.organisation_id is not null
),

-- Questions and answers may come by feeds of their own: an organisation is observed while any of its feeds goes on.
organisations as (
    select
        spoken.organisation_id,
        max(feeds.last_message_at) as last_message_at
    from spoken
    inner join feeds using (feed)
    group by spoken.organisation_id
),

-- What he says until he is answered is one question; a mark of its resolution may stand on any message about it.
marks as (
    select
        roles.method_version,
        roles.question_number,
        bool_or(messages.requires_answer) filter (where roles.role = 'question' or roles.left_out_reason = 'reminder')
            as requires_answer,
        bool_or(messages.is_complaint) filter (where roles.role = 'question' or roles.left_out_reason = 'reminder')
            as is_complaint,
        min(roles.said_at) filter (where messages.is_resolved) as resolved_at
    from roles
    inner join messages using (message_number)
    where roles.question_number is not null
    group by roles.method_version, roles.question_number
),

opened as (
    select
        roles.method_version,
        roles.question_number,
        roles.organisation_id,
        roles.next_reply_at as first_reply_at,
        messages.message_id,
        messages.feed,
        {{ wave_of('messages.stated_wave', 'messages.sent_at') }} as wave,
        messages.channel,
        messages.author_id,
        messages.sent_at as asked_at
    from roles
    inner join messages using (message_number)
    where roles.role = 'question'
),

questions as (
    select
        opened.method_version,
        opened.question_number,
        opened.organisation_id,
        opened.wave,
        opened.channel,
        -- without an author every question is of somebody else
        coalesce(opened.author_id, opened.message_id) as customer_id,
        opened.asked_at,
        opened.first_reply_at,
        marks.resolved_at,
        coalesce(marks.requires_answer, true) as requires_answer,
        feeds.has_resolution_mark
        and (not feeds.has_complaint_mark or coalesce(marks.is_complaint, false)) as requires_resolution,
        -- a wave that the feed states may reach beyond the calendar year
        greatest(
            {{ year_end_at('opened.wave') }},
            max(opened.asked_at) over (partition by opened.method_version, opened.feed, opened.wave)
        ) as wave_end_at,
        greatest(feeds.last_message_at, organisations.last_message_at) as last_message_at
    from opened
    inner join marks using (method_version, question_number)
    inner join feeds using (feed)
    left join organisations using (organisation_id)
),

observed as (
    select
        questions.*,
        least(
            questions.wave_end_at + to_days(parameters.webcare_observation_days::integer),
            questions.last_message_at
        ) as observed_until,
        questions.asked_at + to_hours(parameters.resolution_hours::integer) as to_resolve_by
    from questions
    inner join parameters using (method_version)
    -- one that names no organisation is kept, and scored for none
    where questions.organisation_id is not null
),

judged as (
    select
        *,
        coalesce(first_reply_at <= observed_until, false) as is_answered
    from observed
)

select
    method_version,
    question_number,
    organisation_id,
    wave,
    channel,
    customer_id,
    asked_at,
    case when is_answered then first_reply_at else observed_until end as waited_until,
    observed_until,
    requires_answer,
    is_answered,
    date_diff('second', asked_at, case when is_answered then first_reply_at else observed_until end)
    / 60.0 as observed_minutes,
    case when requires_answer then is_answered end as is_answered_if_required,
    case
        when requires_resolution and to_resolve_by <= observed_until
            then coalesce(resolved_at <= to_resolve_by, false)
    end as is_resolved_in_time
from judged
