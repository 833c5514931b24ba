with evaluations as (
    select
        *,
        list_transform(
            list_filter(answers, lambda answer: answer['value'] is not null), lambda answer: answer['item']
        ) as answered
    from {{ ref('stg_survey__evaluations') }}
),

rules as (
    select
        method_version,
        max(threshold) filter (where rule = 'duplicate') as threshold,
        bool_or(rule = 'ineligible') as excludes_ineligible
    from {{ ref('int_method__cleaning_rules') }}
    group by method_version
    having bool_or(rule = 'duplicate')
),

asked as (
    select * from {{ ref('int_survey__asked_items') }}
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

of_one_respondent as (
    select
        rules.method_version,
        evaluations.*,
        rules.excludes_ineligible and coalesce(not evaluations.has_recent_contact, false) as is_ineligible,
        len(evaluations.answered) = 0 as is_empty,
        coalesce(len(list_intersect(evaluations.answered, asked.items)) < len(asked.items), false) as is_broken_off
    from evaluations
    cross join rules
    inner join repeated using (respondent_id, organisation_id, wave, evaluation_type, touchpoint)
    left join asked
        on
            rules.method_version = asked.method_version
            and evaluations.feed = asked.feed
            and coalesce(evaluations.questionnaire_version, '') = asked.questionnaire_version
            and evaluations.wave = asked.wave
            and evaluations.evaluation_type = asked.evaluation_type
            and evaluations.touchpoint = asked.touchpoint
            and evaluations.organisation_id = asked.organisation_id
),

-- The first complete one, else the first that says anything: of the wave, and of each month in it.
same_respondent as (
    select
        method_version,
        evaluation_number,
        row_number() over of_wave as place,
        row_number() over of_month as place_in_month
    from of_one_respondent
    window
        of_wave as (
            partition by method_version, respondent_id, organisation_id, wave, evaluation_type, touchpoint
            order by is_ineligible, is_empty, is_broken_off, completed_at, evaluation_id, evaluation_number
        ),
        of_month as (
            partition by method_version, respondent_id, organisation_id, wave, evaluation_type, touchpoint, month
            order by is_ineligible, is_empty, is_broken_off, completed_at, evaluation_id, evaluation_number
        )
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
    inner join shared_networks using (device, network_id, organisation_id)
    where len(evaluations.answered) > 0
),

repeats as (
    select
        method_version,
        evaluation_number,
        place_in_month = 1 as is_first_of_month
    from same_respondent
    where place > 1
    union all
    select
        rules.method_version,
        same_sender.evaluation_number,
        false as is_first_of_month
    from same_sender
    cross join rules
    where same_sender.completed_at <= same_sender.previous_completed_at + to_hours(rules.threshold::integer)
)

select
    method_version,
    evaluation_number,
    bool_and(is_first_of_month) as is_first_of_month
from repeats
group by method_version, evaluation_number
