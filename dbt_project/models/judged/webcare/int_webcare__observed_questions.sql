with questions as (
    select * from {{ ref('int_webcare__questions') }}
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
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
