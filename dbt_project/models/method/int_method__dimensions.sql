with dimensions as (
    select * from {{ ref('method_dimension') }}
),

versions as (
    select * from {{ ref('method_version') }}
)

select dimensions.*
from dimensions
inner join versions using (method_version)
where versions.is_live
