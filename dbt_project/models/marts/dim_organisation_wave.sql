with organisations as (
    select * from {{ source('waist', 'int_reference__organisation_waves') }}
)

select
    organisations.organisation_id,
    organisations.wave,
    organisations.name,
    organisations.industry,
    organisations.is_online,
    organisations.size_class,
    organisations.count_customers
from organisations
order by organisations.organisation_id, organisations.wave
