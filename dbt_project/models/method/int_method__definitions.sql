-- Versions that define a survey indicator alike share its values: the answers are read once for all of them.
with items as (
    select
        method_version,
        indicator,
        any_value(kind) as kind,
        list((item, is_reversed, count_items) order by item) as items
    from {{ ref('int_method__items') }}
    group by method_version, indicator
),

cut_points as (
    select
        method_version,
        kind,
        list((scale_low, scale_high, low_to, high_from) order by scale_low, scale_high) as cut_points
    from {{ ref('method_cut_point') }}
    group by method_version, kind
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
)

select
    items.method_version,
    items.indicator,
    dense_rank() over (
        order by
            items.indicator,
            items.kind,
            items.items,
            cut_points.cut_points,
            parameters.battery_answered,
            parameters.battery_asked,
            parameters.reference_scale_low,
            parameters.reference_scale_high
    )::integer as definition_number
from items
inner join parameters using (method_version)
left join cut_points using (method_version, kind)
