{{ config(materialized='table') }}

-- What waits counts nowhere, but it shows until when its feed was observed.
select
    feed,
    max(happened_at) as last_event_at
from {{ ref('stg_ledger__record_histories') }}
where entity != 'evaluations'
group by feed
