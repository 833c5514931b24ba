{{ config(materialized='table') }}

with releases as (
    select * from {{ ref('stg_ledger__releases') }}
),

arrivals as (
    select * from releases
    where not is_departure
),

departures as (
    select * from releases
    where is_departure and is_waiting
),

-- What waits for others, and what counts on while that which replaces it waits.
unreleased as (
    select
        histories.entity,
        histories.load_id,
        histories.row_number,
        coalesce(arrivals.is_waiting, false) as is_arrival_waiting,
        not coalesce(arrivals.is_waiting, false) and departures.changed_at is not null as is_kept_on,
        arrivals.counted_month::date as counted_month
    from {{ ref('stg_ledger__record_histories') }} as histories
    left join arrivals using (entity, feed, organisation_id, wave, part, month, arrived_at)
    left join departures
        on
            histories.entity = departures.entity
            and histories.feed = departures.feed
            and histories.organisation_id = departures.organisation_id
            and histories.wave = departures.wave
            and histories.part = departures.part
            and histories.month = departures.month
            and histories.arrived_at = departures.arrived_at
            and histories.left_at = departures.changed_at
    where arrivals.arrived_at is not null or departures.changed_at is not null
),

delivered_periods as (
    select
        feed,
        delivery_date,
        unnest(whole_periods) as period
    from {{ ref('stg_ledger__loads') }}
    where verdict = 'accepted'
),

whole_periods as (
    select
        feed,
        period,
        max(delivery_date) as newest_date
    from delivered_periods
    group by feed, period
),

uncounted as (
    {% for entity in ['evaluations', 'messages', 'events', 'cases', 'margins', 'service_hours'] %}
    {{ uncounted_records(entity) }}
    union all
    {% endfor %}
    {{ uncounted_descriptions() }}
)

select
    entity,
    load_id,
    row_number,
    uncounted.reason,
    coalesce(unreleased.is_arrival_waiting, false) as is_arrival_waiting,
    coalesce(unreleased.is_kept_on, false) as is_kept_on,
    unreleased.counted_month
from uncounted
full join unreleased using (entity, load_id, row_number)
