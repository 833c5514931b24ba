with cases as (
    select * from {{ ref('int_process__cases') }}
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
),

observed as (
    select
        parameters.method_version,
        cases.*,
        least(
            cases.wave_end_at + to_days(parameters.process_observation_days::integer),
            cases.last_event_at
        ) as observed_until,
        cases.started_at + to_days(parameters.repeat_contact_days::integer) as repeat_until
    from cases
    cross join parameters
),

-- A closing that was undone by then is none.
closed as (
    select
        * exclude (closings),
        list_filter(
            closings,
            lambda closing: closing['closed_at'] <= observed_until
            and coalesce(closing['undone_at'] > observed_until, true)
        )[1]['closed_at'] as closed_at
    from observed
),

judged as (
    select
        *,
        closed_at is not null as is_closed,
        coalesce(reworked_at <= observed_until, false) as is_reworked,
        coalesce(reopened_at <= observed_until, false) as is_reopened,
        coalesce(next_contact_at <= least(repeat_until, observed_until), false) as is_repeated
    from closed
)

select
    method_version,
    case_number,
    organisation_id,
    wave,
    process,
    customer_id,
    is_closed,
    case when shows_first_time_right then not is_reopened and not is_repeated and not is_reworked end
        as is_first_time_right,
    case
        -- of an open case the supplier's yes says that its time has not come
        when promised_at is null
            then case when is_closed or not has_closings or not stated_in_promise then stated_in_promise end
        when not has_closings then null
        when is_closed then closed_at <= promised_at
        when observed_until > promised_at then false
    end as is_in_promise,
    case when shows_rework then not is_reworked end as is_rework_free,
    -- who leaves early, or is said to have ended before the start, took no time
    greatest(
        date_diff('second', started_at, case when is_closed then closed_at else observed_until end) / 3600.0, 0
    ) as observed_hours
from judged
