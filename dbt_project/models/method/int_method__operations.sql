with operations as (
    select * from {{ ref('method_operation') }}
),

versions as (
    select * from {{ ref('method_version') }}
)

select operations.*
from operations
inner join versions using (method_version)
where versions.is_live
