-- By the wall clock: a night in which the clocks change is an hour longer or shorter.
with days as (
    select
        organisation_id,
        channel,
        timezone('UTC', timezone(time_zone, service_day + opens_after)) as opens_at,
        timezone('UTC', timezone(time_zone, service_day + closes_after)) as closes_at
    from {{ ref('int_webcare__service_days') }}
    where opens_after is not null
),

reached as (
    select
        *,
        max(closes_at) over (
            partition by organisation_id, channel order by opens_at, closes_at
            rows between unbounded preceding and 1 preceding
        ) as reached_at
    from days
),

-- Where hours overlap, as a night shift does with the next day, a minute counts once.
uncovered as (
    select
        organisation_id,
        channel,
        greatest(opens_at, reached_at) as opens_at,
        closes_at
    from reached
    where reached_at is null or closes_at > reached_at
),

lasting as (
    select
        *,
        date_diff('second', opens_at, closes_at) as seconds
    from uncovered
)

select
    organisation_id,
    channel,
    opens_at,
    closes_at,
    sum(seconds) over (
        partition by organisation_id, channel order by opens_at
        rows between unbounded preceding and current row
    )::bigint - seconds as seconds_before
from lasting
