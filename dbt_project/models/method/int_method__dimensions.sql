with dimensions as (
    select * from {{ ref('method_dimension') }}
),

versions as (
    select * from {{ ref('method_version') }}
)

select dimensions.*
from dimensions
inner join versions on dimensions.method_version = versions.method_version
where versions.is_live
