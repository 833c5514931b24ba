with indicators as (
    select * from {{ ref('method_indicator') }}
),

versions as (
    select * from {{ ref('method_version') }}
)

select indicators.*
from indicators
inner join versions using (method_version)
where versions.is_live
