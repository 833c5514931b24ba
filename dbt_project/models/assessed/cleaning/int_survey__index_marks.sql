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

-- Sets are made and numbered once per questionnaire, not once per evaluation.
item_sets as (
    select
        asked_items.* exclude (items),
        index_items.threshold,
        list_sort(list_intersect(asked_items.items, index_items.items)) as items
    from {{ ref('int_survey__asked_items') }} as asked_items
    inner join index_items using (method_version)
),

asked as (
    select
        *,
        dense_rank() over (order by items) as item_set
    from item_sets
    where len(items) > 1
),

given as (
    select
        asked.method_version,
        asked.threshold,
        asked.item_set,
        asked.items,
        evaluations.wave,
        evaluations.evaluation_type,
        evaluations.evaluation_number,
        evaluations.answers
    from evaluations
    inner join asked
        on
            evaluations.feed = asked.feed
            and coalesce(evaluations.questionnaire_version, '') = asked.questionnaire_version
            and evaluations.wave = asked.wave
            and evaluations.evaluation_type = asked.evaluation_type
            and evaluations.touchpoint = asked.touchpoint
            and evaluations.organisation_id = asked.organisation_id
),

-- Made once: each condition would filter the answers again.
answered as materialized (
    select
        * exclude (answers),
        list_filter(
            answers, lambda answer: answer['value'] is not null and list_contains(items, answer['item'])
        ) as answers
    from given
)

select
    method_version,
    threshold,
    wave,
    evaluation_type,
    evaluation_number,
    -- only rows of the same items compare
    item_set,
    list_transform(
        -- in the order of their names
        list_sort(answers),
        lambda answer: (answer['value'] - answer['scale_low']) / (answer['scale_high'] - answer['scale_low'])
    ) as marks
from answered
where len(answers) = len(items)
