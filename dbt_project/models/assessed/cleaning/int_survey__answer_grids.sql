-- The grid: all items answered on the reference scale, 0 to 10, in the order of the questionnaire.
with parameters as (
    select * from {{ ref('int_method__parameters') }}
),

-- One rule of a version compares the marks of two items.
versions as (
    select
        method_version,
        any_value(item) as item,
        any_value(item_2) as item_2
    from {{ ref('int_method__cleaning_rules') }}
    group by method_version
),

reversed_items as (
    select
        method_version,
        list(distinct item) as items
    from {{ ref('int_method__items') }}
    where is_reversed
    group by method_version
),

evaluations as (
    select
        parameters.method_version,
        versions.item,
        versions.item_2,
        parameters.reference_scale_low,
        parameters.reference_scale_high,
        reversed_items.items as reversed_items,
        answered.evaluation_number,
        answered.wave,
        coalesce(answered.questionnaire_version, answered.feed) as questionnaire_version,
        answered.answers
    from {{ ref('stg_survey__evaluations') }} as answered
    cross join versions
    inner join parameters using (method_version)
    left join reversed_items using (method_version)
),

grids as (
    select
        method_version,
        evaluation_number,
        wave,
        questionnaire_version,
        item,
        item_2,
        reversed_items,
        list_filter(
            answers,
            lambda answer: answer['value'] is not null
            and answer['scale_low'] = reference_scale_low
            and answer['scale_high'] = reference_scale_high
        ) as grid
    from evaluations
),

marks as (
    select
        *,
        list_transform(grid, lambda answer: answer['item']) as items,
        list_transform(grid, lambda answer: answer['value']) as marks
    from grids
)

select
    method_version,
    evaluation_number,
    wave,
    questionnaire_version,
    len(marks) as count_answered,
    coalesce(len(list_intersect(items, reversed_items)), 0) as count_reversed,
    list_min(marks) = list_max(marks) as is_flat,
    round(list_stddev_samp(marks), 9) as standard_deviation,
    marks[list_position(items, item)] as mark,
    marks[list_position(items, item_2)] as mark_2
from marks
