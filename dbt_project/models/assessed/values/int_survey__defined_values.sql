with answers as (
    select * from {{ ref('stg_survey__answers') }}
),

definitions as (
    select
        definition_number,
        indicator,
        min(method_version) as method_version
    from {{ ref('int_method__definitions') }}
    group by definition_number, indicator
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
),

cut_points as (
    select * from {{ ref('method_cut_point') }}
),

items as (
    select
        definitions.definition_number,
        items.*,
        parameters.battery_answered,
        parameters.battery_asked,
        parameters.reference_scale_low,
        parameters.reference_scale_high
    from definitions
    inner join {{ ref('int_method__items') }} as items using (method_version, indicator)
    inner join parameters using (method_version)
),

-- An answer on a scale without cut points has no share or NPS.
marked as (
    select
        answers.*,
        items.definition_number,
        items.count_items,
        items.battery_answered,
        items.battery_asked,
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
        answers.is_proxy or (
            items.kind not in ('item_mean', 'channel_gap') and (
                answers.scale_low != items.reference_scale_low
                or answers.scale_high != items.reference_scale_high
            )
        ) as is_proxy_mark
    from answers
    inner join items using (item)
    left join cut_points using (method_version, kind, scale_low, scale_high)
),

batteries as (
    select
        definition_number,
        evaluation_number,
        any_value(organisation_id) as organisation_id,
        any_value(wave) as wave,
        any_value(month) as month,
        any_value(evaluation_type) as evaluation_type,
        any_value(touchpoint) as touchpoint,
        -- decimals: the mean of three must not depend on the order of addition
        ({{ exact_sum('mark') }} / count(mark))::decimal(18, 9) as value,
        bool_or(is_proxy_mark) or count(*) < any_value(count_items) as is_proxy
    from marked
    where count_items > 1
    group by definition_number, evaluation_number
    having
        count(mark) > 0
        and any_value(battery_asked) * count(mark) >= any_value(battery_answered) * count(*)
)

select * from batteries
union all
-- nothing to group: an evaluation holds an item once
select
    definition_number,
    evaluation_number,
    organisation_id,
    wave,
    month,
    evaluation_type,
    touchpoint,
    mark::decimal(18, 9) as value,
    is_proxy_mark as is_proxy
from marked
where count_items = 1 and mark is not null
