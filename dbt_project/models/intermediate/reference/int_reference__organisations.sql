with organisations as (
    select * from {{ ref('int_reference__organisation_waves') }}
)

select *
from organisations
qualify row_number() over (partition by organisation_id order by wave desc nulls last) = 1
