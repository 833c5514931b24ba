with operations as (
    select * from {{ ref('int_resampling__operations') }}
    where evidence = 'webcare'
),

questions as (
    select
        questions.*,
        registered.indicator
    from {{ ref('int_webcare__observed_questions') }} as questions
    inner join {{ ref('int_method__operations') }} as registered using (method_version)
    where questions.requires_answer and registered.numerator = 'observed_minutes'
)

select
    questions.method_version,
    questions.organisation_id,
    questions.wave,
    questions.indicator,
    operations.evidence,
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
    questions.indicator,
    operations.evidence,
    operations.group_number,
    questions.observed_minutes
