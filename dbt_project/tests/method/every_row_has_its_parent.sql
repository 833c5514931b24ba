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
left join indicators using (method_version, indicator)
where indicators.indicator is null
union all
select
    indicators.method_version,
    indicators.dimension as code
from indicators
left join dimensions using (method_version, dimension)
where dimensions.dimension is null
