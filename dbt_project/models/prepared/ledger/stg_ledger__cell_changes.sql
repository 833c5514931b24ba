{{ config(materialized='view') }}

with histories as (
    select * from {{ ref('stg_ledger__record_histories') }}
),

parameters as (
    select max(release_batch) as release_batch from {{ ref('int_method__parameters') }}
),

changes as (
    select
        *,
        false as is_departure,
        arrived_at as changed_at
    from histories
    union all
    select
        *,
        true as is_departure,
        left_at as changed_at
    from histories
    where left_at is not null
),

grouped as (
    select
        entity,
        feed,
        organisation_id,
        wave,
        part,
        month,
        is_in_total,
        arrived_at,
        is_departure,
        changed_at,
        count(distinct person) as count_persons,
        list(distinct person order by person) filter (where person is not null) as persons
    from changes
    group by all
)

select
    grouped.entity,
    grouped.organisation_id,
    grouped.wave,
    grouped.part,
    grouped.feed,
    grouped.month,
    grouped.is_in_total,
    grouped.arrived_at,
    grouped.is_departure,
    grouped.changed_at,
    grouped.count_persons >= parameters.release_batch as is_batch,
    -- who they are matters where they are few
    case when grouped.count_persons < parameters.release_batch then coalesce(grouped.persons, []) else [] end as persons
from grouped
cross join parameters
