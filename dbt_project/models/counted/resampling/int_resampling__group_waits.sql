with operations as (
    select * from {{ ref('int_resampling__operations') }}
    where evidence = 'webcare'
),

questions as (
    select * from {{ ref('int_webcare__observed_questions') }}
    where requires_answer
)

select
    questions.method_version,
    questions.organisation_id,
    questions.wave,
    operations.group_number,
    questions.observed_minutes::double as duration,
    count(*) filter (where questions.is_answered) as count_ended,
    count(*) as count_observed
from questions
inner join operations
    on
        questions.method_version = operations.method_version
        and questions.question_number = operations.unit_number
group by
    questions.method_version,
    questions.organisation_id,
    questions.wave,
    operations.group_number,
    questions.observed_minutes
