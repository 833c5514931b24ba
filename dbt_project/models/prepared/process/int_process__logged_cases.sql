with events as (
    select * from {{ ref('stg_process__events') }}
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

closings as (
    select
        case_id,
        list({ 'closed_at': closed_at, 'undone_at': undone_at } order by closed_at) as closings
    from {{ ref('int_process__closings') }}
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
        arg_max(stated_in_promise, event_number) as stated_in_promise,
        -- what the rows say of their case, as last delivered, goes before its milestones
        coalesce(
            arg_max(case_started_at, event_number),
            min(occurred_at) filter (where milestone = 'opened'),
            min(occurred_at)
        ) as started_at,
        min(occurred_at) filter (where milestone = 'reopened') as reopened_at,
        greatest(max(occurred_at), max(case_closed_at)) as last_event_at
    from events
    group by case_id
)

select
    cases.*,
    closings.closings,
    reworked.reworked_at,
    true as shows_rework,
    true as shows_first_time_right
from cases
inner join reworked using (case_id)
left join closings using (case_id)
