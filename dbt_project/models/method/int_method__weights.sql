with indicators as (
    select * from {{ ref('int_method__indicators') }}
),

weights as (
    select * from {{ ref('method_weight') }}
)

select
    weights.method_version,
    weights.index_kind,
    indicators.dimension,
    weights.indicator,
    indicators.source,
    weights.weight
from weights
inner join indicators using (method_version, indicator)
