-- Within every version, index kind and dimension, also one that has no indicator at all. A plain sum, as in
-- sums_to_one.
with weights as (
    select
        weights.*,
        indicators.dimension
    from {{ ref('method_weight') }} as weights
    left join {{ ref('method_indicator') }} as indicators using (method_version, indicator)
),

kinds as (
    select unnest(['survey', 'full']) as index_kind
),

expected as (
    select
        dimensions.method_version,
        dimensions.dimension,
        kinds.index_kind
    from {{ ref('method_dimension') }} as dimensions
    cross join kinds
)

select
    expected.method_version,
    expected.index_kind,
    expected.dimension,
    sum(weights.weight) as total
from expected
left join weights using (method_version, index_kind, dimension)
group by all
having abs(coalesce(sum(weights.weight), 0) - 1) > 1e-9
