with indicators as (
    select * from {{ ref('method_indicator') }}
),

versions as (
    select * from {{ ref('method_version') }}
)

select indicators.*
from indicators
inner join versions on indicators.method_version = versions.method_version
where versions.is_live
