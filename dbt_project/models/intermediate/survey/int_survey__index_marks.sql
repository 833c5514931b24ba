-- The items of the index but those of webcare, which few can answer; complete rows only.
with evaluations as (
    select * from {{ ref('stg_survey__evaluations') }}
),

rules as (
    select * from {{ ref('int_method__cleaning_rules') }}
    where rule = 'multivariate'
),

index_items as (
    select
        rules.method_version,
        any_value(rules.threshold) as threshold,
        list(distinct items.item) as items,
        count(distinct items.item) as count_items
    from rules
    inner join {{ ref('int_method__items') }} as items on rules.method_version = items.method_version
    inner join {{ ref('int_method__indicators') }} as indicators
        on
            items.method_version = indicators.method_version
            and items.indicator = indicators.indicator
    where indicators.dimension != 'webcare'
    group by rules.method_version
),

asked as (
    select
        index_items.method_version,
        index_items.threshold,
        index_items.items,
        index_items.count_items,
        evaluations.wave,
        evaluations.evaluation_type,
        evaluations.evaluation_number,
        evaluations.answers
    from evaluations
    cross join index_items
),

answered as (
    select
        * exclude (answers),
        -- in the order of their names
        list_sort(list_filter(
            answers, lambda answer: answer['value'] is not null and list_contains(items, answer['item'])
        )) as answers
    from asked
)

select
    method_version,
    threshold,
    wave,
    evaluation_type,
    evaluation_number,
    list_transform(
        answers,
        lambda answer: (answer['value'] - answer['scale_low']) / (answer['scale_high'] - answer['scale_low'])
    ) as marks
from answered
where len(answers) = count_items
