with hours as (
    select * from {{ ref('int_reference__service_hours') }}
),

windows as (
    select * from {{ ref('int_webcare__service_windows') }}
),

questions as (
    select * from {{ ref('int_webcare__observed_questions') }}
    where requires_answer
),

channels as (
    select distinct
        organisation_id,
        channel
    from questions
),

-- From the first to the last day that any hours are said of; a closed day is one of them.
known as (
    select
        channels.organisation_id,
        channels.channel,
        min(coalesce(hours.first_day, date '0001-01-01')) as first_day,
        max(coalesce(hours.last_day, date '9999-12-30')) as last_day
    from channels
    inner join hours using (organisation_id)
    where hours.channel is null or channels.channel = hours.channel
    group by channels.organisation_id, channels.channel
),

waits as (
    select
        questions.method_version,
        questions.question_number,
        questions.organisation_id,
        questions.wave,
        questions.channel,
        questions.asked_at,
        least(questions.waited_until, known.last_day + 1) as waited_until,
        questions.is_answered and questions.waited_until <= known.last_day + 1 as is_answered
    from questions
    inner join known using (organisation_id, channel)
    where questions.asked_at >= known.first_day and questions.asked_at < known.last_day + 1
),

moments as (
    select
        method_version,
        question_number,
        organisation_id,
        channel,
        unnest([asked_at, waited_until]) as instant,
        unnest([-1, 1]) as sign
    from waits
),

-- Seconds of service since the first window until each moment.
served as (
    select
        moments.method_version,
        moments.question_number,
        sum(moments.sign * (
            windows.seconds_before
            + date_diff('second', windows.opens_at, least(windows.closes_at, moments.instant))
        )) as seconds
    from moments
    asof left join windows
        on
            moments.organisation_id = windows.organisation_id
            and moments.channel = windows.channel
            and moments.instant >= windows.opens_at
    group by moments.method_version, moments.question_number
)

select
    waits.method_version,
    waits.question_number,
    waits.organisation_id,
    waits.wave,
    waits.channel,
    coalesce(served.seconds, 0) / 60.0 as service_minutes,
    waits.is_answered
from waits
inner join served using (method_version, question_number)
