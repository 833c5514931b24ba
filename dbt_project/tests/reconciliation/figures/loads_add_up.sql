-- Every load of the ledger is published, as the ledger says it was judged, and no other.
with loads as (
    select * from {{ source('waist', 'stg_ledger__loads') }}
),

published as (
    select * from {{ ref('fct_load') }}
)

select
    load_id,
    loads.records_accepted,
    published.records_accepted as records_published
from loads
full join published using (load_id)
where
    loads.verdict is distinct from published.verdict
    or loads.records_accepted is distinct from published.records_accepted
