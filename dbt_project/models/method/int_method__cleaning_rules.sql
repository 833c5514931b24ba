with rules as (
    select * from {{ ref('method_cleaning_rule') }}
),

versions as (
    select * from {{ ref('method_version') }}
)

select rules.*
from rules
inner join versions using (method_version)
where versions.is_live and rules.is_active
