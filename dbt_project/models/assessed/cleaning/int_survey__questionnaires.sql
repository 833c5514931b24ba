-- What is timed is the questionnaire: it may hold evaluations of several organisations, and each row then repeats it.
with evaluations as (
    select
        *,
        coalesce(duration_seconds, list_sum(page_seconds)) as seconds,
        coalesce(respondent_id, evaluation_id) as person_id,
        len(list_filter(answers, lambda answer: answer['value'] is not null)) as count_answered
    from {{ ref('stg_survey__evaluations') }}
    where duration_seconds is not null or len(page_seconds) > 0
)

select
    min(evaluation_number) as questionnaire_number,
    list(evaluation_number) as evaluation_numbers,
    sum(count_answered) as count_answered,
    seconds,
    arg_min(page_seconds, evaluation_number) as page_seconds,
    coalesce(arg_min(questionnaire_version, evaluation_number), feed) as questionnaire_version,
    coalesce(arg_min(device, evaluation_number), '') as device
from evaluations
group by feed, person_id, evaluation_type, completed_at, seconds
