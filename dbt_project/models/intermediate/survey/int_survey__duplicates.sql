with evaluations as (
    select
        *,
        len(list_filter(answers, lambda answer: answer['value'] is not null)) as count_answered
    from {{ ref('stg_survey__evaluations') }}
),

rules as (
    select * from {{ ref('int_method__cleaning_rules') }}
    where rule = 'duplicate'
),

repeated as (
    select
        respondent_id,
        organisation_id,
        wave,
        evaluation_type,
        touchpoint
    from evaluations
    where respondent_id is not null
    group by respondent_id, organisation_id, wave, evaluation_type, touchpoint
    having count(*) > 1
),

same_respondent as (
    select
        evaluations.evaluation_number,
        row_number() over (
            partition by
                evaluations.respondent_id,
                evaluations.organisation_id,
                evaluations.wave,
                evaluations.evaluation_type,
                evaluations.touchpoint
            -- one without a single answer is not a complete one
            order by
                evaluations.count_answered = 0,
                evaluations.completed_at,
                evaluations.evaluation_id,
                evaluations.evaluation_number
        ) as place
    from evaluations
    inner join repeated
        on
            evaluations.respondent_id = repeated.respondent_id
            and evaluations.organisation_id = repeated.organisation_id
            and evaluations.wave = repeated.wave
            and evaluations.evaluation_type = repeated.evaluation_type
            and evaluations.touchpoint = repeated.touchpoint
),

shared_networks as (
    select
        device,
        network_id,
        organisation_id
    from evaluations
    where device is not null and network_id is not null
    group by device, network_id, organisation_id
    having count(*) > 1
),

same_sender as (
    select
        evaluations.evaluation_number,
        evaluations.completed_at,
        lag(evaluations.completed_at) over (
            partition by
                evaluations.device,
                evaluations.network_id,
                evaluations.organisation_id,
                evaluations.wave,
                evaluations.evaluation_type,
                evaluations.touchpoint,
                evaluations.answers
            order by evaluations.completed_at, evaluations.evaluation_id, evaluations.evaluation_number
        ) as previous_completed_at
    from evaluations
    inner join shared_networks
        on
            evaluations.device = shared_networks.device
            and evaluations.network_id = shared_networks.network_id
            and evaluations.organisation_id = shared_networks.organisation_id
    where evaluations.count_answered > 0
)

select
    rules.method_version,
    same_respondent.evaluation_number
from same_respondent
cross join rules
where same_respondent.place > 1
union
select
    rules.method_version,
    same_sender.evaluation_number
from same_sender
cross join rules
where same_sender.completed_at <= same_sender.previous_completed_at + to_hours(rules.threshold::integer)
