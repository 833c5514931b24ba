with organisations as (
    select * from {{ ref('int_reference__organisations') }}
),

build as (
    select * from {{ ref('stg_ledger__build') }}
)

select
    organisations.organisation_id,
    organisations.name,
    organisations.industry,
    organisations.is_online,
    organisations.size_class,
    organisations.wave,
    organisations.count_customers,
    build.build_id
from organisations
cross join build
order by organisations.organisation_id
