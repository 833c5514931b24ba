with logged as (
    select * from {{ ref('int_process__logged_cases') }}
),

-- A case per row says that it was reopened or reworked, not when: count it from its closing.
delivered as (
    select
        case_number,
        feed,
        organisation_id,
        stated_wave,
        customer_id,
        process,
        topic,
        promised_at,
        started_at,
        closed_at,
        case when count_reopened > 0 then coalesce(closed_at, started_at) end as reopened_at,
        greatest(started_at, closed_at) as last_event_at,
        case when has_repeated_activity then coalesce(closed_at, started_at) end as reworked_at,
        has_repeated_activity is not null as shows_rework
    from {{ ref('stg_process__cases') }}
),

cases as (
    select * from logged
    union all by name
    select * from delivered
),

feeds as (
    select
        feed,
        max(last_event_at) as last_event_at,
        bool_or(closed_at is not null) as has_closings
    from cases
    group by feed
),

in_waves as (
    select
        cases.* replace (feeds.last_event_at as last_event_at),
        feeds.has_closings,
        {{ wave_of('cases.stated_wave', 'cases.started_at') }} as wave,
        case
            when cases.customer_id is not null and cases.topic is not null
                then lead(cases.started_at) over (
                    partition by cases.organisation_id, cases.customer_id, cases.topic
                    order by cases.started_at, cases.case_number
                )
        end as next_contact_at
    from cases
    inner join feeds on cases.feed = feeds.feed
)

select
    * exclude (stated_wave, feed),
    -- a wave that the feed states may reach beyond the calendar year
    greatest({{ year_end_at('wave') }}, max(started_at) over (partition by feed, wave)) as wave_end_at
from in_waves
