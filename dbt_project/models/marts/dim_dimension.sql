with dimensions as (
    select * from {{ ref('int_method__dimensions') }}
),

build as (
    select * from {{ ref('stg_ledger__build') }}
)

select
    dimensions.method_version,
    dimensions.dimension,
    dimensions.position,
    dimensions.label_nl,
    dimensions.label_en,
    dimensions.weight,
    build.build_id
from dimensions
cross join build
order by dimensions.method_version, dimensions.position
