with events as (
    select * from {{ ref('stg_process__events') }}
),

-- as last delivered
stated as (
    select
        case_id,
        arg_max(case_closed_at, event_number) as closed_at
    from events
    where case_closed_at is not null
    group by case_id
),

milestones as (
    select
        case_id,
        event_number,
        milestone,
        occurred_at
    from events
    where milestone in ('closed', 'reopened')
    union all
    select
        case_id,
        null as event_number,
        'closed' as milestone,
        closed_at as occurred_at
    from stated
),

-- Of one instant the later record is the later event.
placed as (
    select
        milestones.*,
        stated.closed_at as stated_at,
        max(milestones.occurred_at) filter (where milestones.milestone = 'reopened') over (
            partition by milestones.case_id
            order by milestones.occurred_at, milestones.event_number nulls last
            rows between unbounded preceding and 1 preceding
        ) as reopened_at,
        min(milestones.occurred_at) filter (where milestones.milestone = 'reopened') over (
            partition by milestones.case_id
            order by milestones.occurred_at, milestones.event_number nulls last
            rows between 1 following and unbounded following
        ) as undone_at
    from milestones
    left join stated using (case_id)
)

-- What the rows say of their case goes before its milestones, up to when it was opened again.
select
    case_id,
    occurred_at as closed_at,
    undone_at
from placed
where
    milestone = 'closed'
    and (stated_at is null or event_number is null or reopened_at > stated_at)
