with dimensions as (
    select * from {{ ref('int_method__dimensions') }}
),

items_not_asked as (
    select
        method_version,
        dimension,
        string_agg(item, ', ' order by item) as items
    from {{ source('waist', 'int_survey__items_not_asked') }}
    group by method_version, dimension
)

select
    dimensions.method_version,
    dimensions.dimension,
    dimensions.position,
    dimensions.label_nl,
    dimensions.label_en,
    dimensions.weight,
    items_not_asked.items as items_not_asked
from dimensions
left join items_not_asked using (method_version, dimension)
order by dimensions.method_version, dimensions.position
