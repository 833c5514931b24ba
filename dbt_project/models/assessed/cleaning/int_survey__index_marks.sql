-- The items of the index that the questionnaire asks of everybody; complete rows only. An item of the method that it
-- does not hold switches nothing off.
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
        list(distinct items.item) as items
    from rules
    inner join {{ ref('int_method__items') }} as items using (method_version)
    group by rules.method_version
),

asked as (
    select
        index_items.method_version,
        index_items.threshold,
        list_sort(list_intersect(asked_items.items, index_items.items)) as items,
        evaluations.wave,
        evaluations.evaluation_type,
        evaluations.evaluation_number,
        evaluations.answers
    from evaluations
    inner join {{ ref('int_survey__asked_items') }} as asked_items
        on
            evaluations.feed = asked_items.feed
            and coalesce(evaluations.questionnaire_version, '') = asked_items.questionnaire_version
            and evaluations.wave = asked_items.wave
            and evaluations.evaluation_type = asked_items.evaluation_type
            and evaluations.touchpoint = asked_items.touchpoint
            and evaluations.organisation_id = asked_items.organisation_id
    inner join index_items using (method_version)
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
    -- only rows of the same items compare
    dense_rank() over (order by items) as item_set,
    list_transform(
        answers,
        lambda answer: (answer['value'] - answer['scale_low']) / (answer['scale_high'] - answer['scale_low'])
    ) as marks
from answered
where len(items) > 1 and len(answers) = len(items)
