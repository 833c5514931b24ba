-- The grid: all items answered on the reference scale, 0 to 10, in the order of the questionnaire.
with parameters as (
    select * from {{ ref('int_method__parameters') }}
),

versions as (
    select distinct method_version from {{ ref('int_method__cleaning_rules') }}
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
    marks[list_position(items, 'recommend')] as recommend,
    marks[list_position(items, 'experience')] as experience
from marks
