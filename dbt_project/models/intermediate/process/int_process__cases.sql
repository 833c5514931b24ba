with events as (
    select * from {{ ref('stg_process__events') }}
),

feeds as (
    select
        feed,
        max(occurred_at) as last_event_at,
        coalesce(bool_or(milestone = 'closed'), false) as has_closings
    from events
    group by feed
),

activities as (
    select
        case_id,
        min(occurred_at, 2)[2] as repeated_at
    from events
    group by case_id, activity
),

reworked as (
    select
        case_id,
        min(repeated_at) as reworked_at
    from activities
    group by case_id
),

cases as (
    select
        case_id,
        min(event_number) as case_number,
        arg_min(feed, (occurred_at, event_number)) as feed,
        arg_min(organisation_id, (occurred_at, event_number)) as organisation_id,
        arg_min(stated_wave, (occurred_at, event_number)) as stated_wave,
        arg_min(customer_id, (occurred_at, event_number)) as customer_id,
        arg_min(process, (occurred_at, event_number)) as process,
        arg_min(topic, (occurred_at, event_number)) as topic,
        -- the first promise: to promise again later keeps no promise
        arg_min(promised_at, (occurred_at, event_number)) as promised_at,
        coalesce(min(occurred_at) filter (where milestone = 'opened'), min(occurred_at)) as started_at,
        min(occurred_at) filter (where milestone = 'closed') as closed_at,
        min(occurred_at) filter (where milestone = 'reopened') as reopened_at
    from events
    group by case_id
),

in_waves as (
    select
        cases.*,
        {{ wave_of('cases.stated_wave', 'cases.started_at') }} as wave,
        reworked.reworked_at,
        feeds.has_closings,
        feeds.last_event_at,
        case
            when cases.customer_id is not null and cases.topic is not null
                then lead(cases.started_at) over (
                    partition by cases.organisation_id, cases.customer_id, cases.topic
                    order by cases.started_at, cases.case_number
                )
        end as next_contact_at
    from cases
    inner join reworked on cases.case_id = reworked.case_id
    inner join feeds on cases.feed = feeds.feed
)

select
    * exclude (case_id, stated_wave, feed),
    -- a wave that the feed states may reach beyond the calendar year
    greatest({{ year_end_at('wave') }}, max(started_at) over (partition by feed, wave)) as wave_end_at
from in_waves
