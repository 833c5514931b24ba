with organisations as (
    select * from {{ ref('stg_reference__organisations') }}
)

select *
from organisations
qualify row_number() over (partition by organisation_id, wave order by organisation_number desc) = 1
