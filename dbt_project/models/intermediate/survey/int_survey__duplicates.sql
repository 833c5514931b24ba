with evaluations as (
    select
        *,
        len(list_filter(answers, lambda answer: answer.value is not null)) as count_answered
    from {{ ref('stg_survey__evaluations') }}
),

rules as (
    select * from {{ ref('int_method__cleaning_rules') }}
    where rule = 'duplicate'
),

same_respondent as (
    select
        evaluation_number,
        -- one without a single answer is not a complete one
        row_number() over (
            partition by respondent_id, organisation_id, wave, evaluation_type, touchpoint
            order by count_answered = 0, completed_at, evaluation_id, evaluation_number
        ) > 1 as is_duplicate
    from evaluations
    where respondent_id is not null
),

same_sender as (
    select
        evaluation_number,
        completed_at,
        lag(completed_at) over (
            partition by device, network_id, organisation_id, wave, evaluation_type, touchpoint, answers
            order by completed_at, evaluation_id, evaluation_number
        ) as previous_completed_at
    from evaluations
    where device is not null and network_id is not null and count_answered > 0
)

select
    rules.method_version,
    same_respondent.evaluation_number
from same_respondent
cross join rules
where same_respondent.is_duplicate
union
select
    rules.method_version,
    same_sender.evaluation_number
from same_sender
cross join rules
where same_sender.completed_at <= same_sender.previous_completed_at + to_hours(rules.threshold::integer)
