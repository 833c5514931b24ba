with hours as (
    select
        hours.*,
        loads.feed,
        loads.delivery_order
    from {{ ref('stg_reference__service_hours') }} as hours
    inner join {{ ref('stg_ledger__loads') }} as loads using (load_id)
)

-- Hours have no key: what is empty in them is an answer. A delivery holds all hours of an organisation.
select * exclude (feed, delivery_order)
from hours
qualify delivery_order = max(delivery_order) over (partition by feed, organisation_id)
