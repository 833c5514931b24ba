with answers as (
    select * from {{ ref('stg_survey__answers') }}
),

items as (
    select * from {{ ref('int_method__items') }}
),

cut_points as (
    select * from {{ ref('method_cut_point') }}
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
),

-- An answer on a scale without cut points has no share or NPS.
marked as (
    select
        answers.*,
        items.method_version,
        items.indicator,
        items.count_items,
        case items.kind
            when 'nps'
                then 100 * (
                    (answers.value >= cut_points.high_from)::integer
                    - (answers.value <= cut_points.low_to)::integer
                )
            when 'share_high' then (answers.value >= cut_points.high_from)::integer
            when 'share_low' then (answers.value <= cut_points.low_to)::integer
            when 'item_mean' then 100 * {{ place_on_scale('answers', 'items.is_reversed') }}
            -- its goalposts are marks from 0 to 10
            when 'channel_gap' then 10 * {{ place_on_scale('answers', 'items.is_reversed') }}
        end as mark,
        items.kind not in ('item_mean', 'channel_gap') and (
            answers.scale_low != parameters.reference_scale_low
            or answers.scale_high != parameters.reference_scale_high
        ) as is_other_scale,
        parameters.battery_answered,
        parameters.battery_asked
    from answers
    inner join items on answers.item = items.item
    inner join parameters on items.method_version = parameters.method_version
    left join cut_points
        on
            items.method_version = cut_points.method_version
            and items.kind = cut_points.kind
            and answers.scale_low = cut_points.scale_low
            and answers.scale_high = cut_points.scale_high
)

select
    method_version,
    evaluation_number,
    indicator,
    any_value(organisation_id) as organisation_id,
    any_value(wave) as wave,
    any_value(month) as month,
    any_value(evaluation_type) as evaluation_type,
    any_value(touchpoint) as touchpoint,
    -- decimals: the mean of three must not depend on the order of addition
    cast({{ exact_sum('mark') }} / count(mark) as decimal(18, 9)) as value,
    bool_or(is_proxy or is_other_scale) or count(*) < any_value(count_items) as is_proxy
from marked
group by method_version, evaluation_number, indicator
having
    count(mark) > 0
    and any_value(battery_asked) * count(mark) >= any_value(battery_answered) * count(*)
