with logged as (
    select * from {{ ref('int_process__logged_cases') }}
),

-- A case per row says that it was reopened or reworked, not when: count it from its closing, which is its last one.
-- A case whose events are delivered too is taken from those.
delivered as (
    select
        cases.case_id,
        cases.case_number,
        cases.feed,
        cases.organisation_id,
        cases.stated_wave,
        cases.customer_id,
        cases.process,
        cases.topic,
        cases.promised_at,
        cases.stated_in_promise,
        cases.started_at,
        case
            when cases.closed_at is not null
                then [{ 'closed_at': cases.closed_at, 'undone_at': null::timestamp }]
        end as closings,
        case when cases.count_reopened > 0 then coalesce(cases.closed_at, cases.started_at) end as reopened_at,
        greatest(cases.started_at, coalesce(cases.closed_at, cases.started_at)) as last_event_at,
        case when cases.has_repeated_activity then coalesce(cases.closed_at, cases.started_at) end as reworked_at,
        cases.has_repeated_activity is not null as shows_rework,
        cases.has_repeated_activity is not null
        or cases.count_reopened is not null
        or (cases.customer_id is not null and cases.topic is not null) as shows_first_time_right
    from {{ ref('stg_process__cases') }} as cases
    left join logged using (case_id)
    where logged.case_id is null
),

cases as (
    select * from logged
    union all by name
    select * from delivered
),

feeds as (
    select
        cases.feed,
        greatest(max(cases.last_event_at), max(observations.last_event_at)) as last_event_at,
        -- what was reopened had been closed
        bool_or(cases.closings is not null or cases.reopened_at is not null) as has_closings
    from cases
    left join {{ ref('stg_ledger__observations') }} as observations using (feed)
    group by cases.feed
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
    inner join feeds using (feed)
)

select
    * exclude (case_id, stated_wave, feed),
    -- a wave that the feed states may reach beyond the calendar year
    greatest({{ year_end_at('wave') }}, max(started_at) over (partition by feed, wave)) as wave_end_at
from in_waves
