-- What is timed is the questionnaire: it may hold evaluations of several organisations, and each row then repeats it.
with evaluations as (
    select
        *,
        coalesce(duration_seconds, list_sum(page_seconds)) as seconds,
        coalesce(respondent_id, evaluation_id) as person_id,
        len(list_filter(answers, lambda answer: answer.value is not null)) as count_answered
    from {{ ref('stg_survey__evaluations') }}
    where duration_seconds is not null or len(page_seconds) > 0
)

select
    evaluation_number,
    min(evaluation_number) over same_sitting as questionnaire_number,
    sum(count_answered) over same_sitting as count_answered,
    seconds,
    page_seconds,
    coalesce(questionnaire_version, feed) as questionnaire_version,
    coalesce(device, '') as device
from evaluations
window same_sitting as (partition by feed, person_id, evaluation_type, completed_at, seconds)
