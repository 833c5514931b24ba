with described as (
    select * from {{ ref('stg_ledger__described_waves') }}
    qualify row_number() over (partition by organisation_id order by wave_from desc) = 1
)

select organisations.*
from {{ ref('stg_reference__organisations') }} as organisations
inner join described using (load_id, row_number)
