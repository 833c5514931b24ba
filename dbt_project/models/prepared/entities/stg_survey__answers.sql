with evaluations as (
    select * from {{ ref('stg_survey__evaluations') }}
),

answers as (
    select
        evaluation_number,
        organisation_id,
        wave,
        month,
        evaluation_type,
        touchpoint,
        unnest(answers) as answer
    from evaluations
)

select
    answers.evaluation_number,
    answers.organisation_id,
    answers.wave,
    answers.month,
    answers.evaluation_type,
    answers.touchpoint,
    answers.answer.item,
    answers.answer.value,
    answers.answer.scale_low,
    answers.answer.scale_high,
    coalesce(answers.answer.is_proxy, false) as is_proxy
from answers
