with organisations as (
    select * from {{ source('waist', 'int_reference__organisations') }}
)

select
    organisations.organisation_id,
    organisations.name,
    organisations.industry,
    organisations.is_online,
    organisations.size_class,
    organisations.wave,
    organisations.count_customers
from organisations
order by organisations.organisation_id
