-- What a questionnaire asks of everybody, told from its answers: whoever went on to a later item has answered it. What
-- a filter question leads to, or nearly everybody leaves out, is not; nor what nobody of the organisation is asked.
with answers as (
    select
        feed,
        coalesce(questionnaire_version, '') as questionnaire_version,
        wave,
        evaluation_type,
        touchpoint,
        organisation_id,
        unnest(answers) as answer,
        generate_subscripts(answers, 1) as place,
        len(answers) + 1 - list_position(
            list_reverse(list_transform(answers, lambda given: given['value'] is not null)), true
        ) as last_place
    from {{ ref('stg_survey__evaluations') }}
),

counted as (
    select
        feed,
        questionnaire_version,
        wave,
        evaluation_type,
        touchpoint,
        organisation_id,
        answer['item'] as item,
        count(answer['value']) as count_answered,
        count(*) filter (where answer['value'] is null and place < last_place) as count_skipped,
        count(last_place) as count_started
    from answers
    group by all
),

totals as (
    select
        *,
        sum(count_answered) over questionnaire as total_answered,
        sum(count_skipped) over questionnaire as total_skipped,
        sum(count_started) over questionnaire as total_started
    from counted
    window
        questionnaire as (partition by feed, questionnaire_version, wave, evaluation_type, touchpoint, item)
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
),

asked_of_some as (
    select distinct
        method_version,
        item
    from {{ ref('int_method__items') }}
    where not is_asked_of_all
)

select
    parameters.method_version,
    totals.feed,
    totals.questionnaire_version,
    totals.wave,
    totals.evaluation_type,
    totals.touchpoint,
    totals.organisation_id,
    list(totals.item order by totals.item) as items
from totals
cross join parameters
left join asked_of_some using (method_version, item)
where
    asked_of_some.item is null
    and totals.count_answered > 0
    and totals.total_answered >= round(parameters.asked_answered_share * totals.total_started, 9)
    and totals.total_skipped
    <= round(parameters.asked_skipped_share * (totals.total_answered + totals.total_skipped), 9)
group by
    parameters.method_version,
    totals.feed,
    totals.questionnaire_version,
    totals.wave,
    totals.evaluation_type,
    totals.touchpoint,
    totals.organisation_id
