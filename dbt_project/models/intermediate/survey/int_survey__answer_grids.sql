-- The grid: all items answered on the reference scale, 0 to 10, in the order of the questionnaire.
with parameters as (
    select * from {{ ref('int_method__parameters') }}
    where method_version in (select method_version from {{ ref('int_method__cleaning_rules') }})
),

reversed_items as (
    select
        method_version,
        list(distinct item) as items
    from {{ ref('int_method__items') }}
    where is_reversed
    group by method_version
),

grids as (
    select
        parameters.method_version,
        evaluations.evaluation_number,
        evaluations.wave,
        coalesce(evaluations.questionnaire_version, evaluations.feed) as questionnaire_version,
        list_filter(
            evaluations.answers,
            lambda answer: answer.value is not null
            and answer.scale_low = parameters.reference_scale_low
            and answer.scale_high = parameters.reference_scale_high
        ) as grid
    from {{ ref('stg_survey__evaluations') }} as evaluations
    cross join parameters
),

marks as (
    select
        grids.* exclude (grid),
        list_transform(grids.grid, lambda answer: answer.item) as items,
        list_transform(grids.grid, lambda answer: answer.value) as marks,
        reversed_items.items as reversed_items
    from grids
    left join reversed_items on grids.method_version = reversed_items.method_version
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
