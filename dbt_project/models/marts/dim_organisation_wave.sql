with organisations as (
    select * from {{ ref('int_reference__organisation_waves') }}
),

build as (
    select * from {{ ref('stg_ledger__build') }}
)

select
    organisations.organisation_id,
    organisations.wave,
    organisations.name,
    organisations.industry,
    organisations.is_online,
    organisations.size_class,
    organisations.count_customers,
    build.build_id
from organisations
cross join build
order by organisations.organisation_id, organisations.wave
