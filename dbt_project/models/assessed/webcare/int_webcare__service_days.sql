with hours as (
    select * from {{ ref('int_reference__service_hours') }}
),

observed as (
    select
        organisation_id,
        channel,
        min(asked_at)::date - 1 as first_day,
        max(waited_until)::date + 1 as last_day
    from {{ ref('int_webcare__observed_questions') }}
    group by organisation_id, channel
),

days as (
    select
        organisation_id,
        channel,
        unnest(generate_series(first_day, last_day, interval 1 day))::date as service_day
    from observed
    where organisation_id in (select hours.organisation_id from hours)
),

holding as (
    select
        days.organisation_id,
        days.channel,
        days.service_day,
        hours.hours_number,
        hours.opens_after,
        hours.closes_after,
        hours.time_zone,
        coalesce(hours.last_day, date '9999-12-31') - coalesce(hours.first_day, date '0001-01-01') as days_of_validity,
        hours.channel is null as is_of_every_channel,
        hours.weekday is null as is_of_every_day
    from days
    inner join hours using (organisation_id)
    where
        (hours.channel is null or days.channel = hours.channel)
        and (hours.weekday is null or hours.weekday = extract(isodow from days.service_day))
        and days.service_day >= coalesce(hours.first_day, days.service_day)
        and days.service_day <= coalesce(hours.last_day, days.service_day)
)

-- A holiday goes before a season, a season before what always holds; then what the channel and the weekday say.
select
    organisation_id,
    channel,
    service_day,
    hours_number,
    opens_after,
    closes_after,
    time_zone
from holding
qualify rank() over (
    partition by organisation_id, channel, service_day
    order by days_of_validity, is_of_every_channel, is_of_every_day
) = 1
