-- A weight or an item of an indicator that its version does not list would silently count for nothing.
with indicators as (
    select * from {{ ref('method_indicator') }}
),

dimensions as (
    select * from {{ ref('method_dimension') }}
),

children as (
    select
        method_version,
        indicator
    from {{ ref('method_weight') }}
    union all
    select
        method_version,
        indicator
    from {{ ref('method_item') }}
)

select
    children.method_version,
    children.indicator as code
from children
left join indicators
    on
        children.method_version = indicators.method_version
        and children.indicator = indicators.indicator
where indicators.indicator is null
union all
select
    indicators.method_version,
    indicators.dimension as code
from indicators
left join dimensions
    on
        indicators.method_version = dimensions.method_version
        and indicators.dimension = dimensions.dimension
where dimensions.dimension is null
