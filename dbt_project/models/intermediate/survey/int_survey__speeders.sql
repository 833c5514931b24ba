with questionnaires as (
    select * from {{ ref('int_survey__questionnaires') }}
),

rules as (
    select * from {{ ref('int_method__cleaning_rules') }}
    where rule in ('speeder_seconds', 'speeder_relative')
),

-- Each questionnaire counts once in a median; page 0 is the whole of it.
timed as (
    select
        questionnaire_number,
        questionnaire_version,
        device,
        unnest(list_prepend(seconds, page_seconds)) as seconds,
        generate_subscripts(list_prepend(seconds, page_seconds), 1) - 1 as page
    from questionnaires
    where evaluation_number = questionnaire_number
),

compared as (
    select
        questionnaire_number,
        page,
        median(seconds) over (partition by questionnaire_version, device, page) / greatest(seconds, 0.001) as pace
    from timed
    where seconds is not null
),

paces as (
    select
        questionnaire_number,
        round(coalesce(median(pace) filter (where page > 0), any_value(pace)), 9) as pace
    from compared
    group by questionnaire_number
)

select
    rules.method_version,
    questionnaires.evaluation_number,
    rules.rule
from questionnaires
inner join paces on questionnaires.questionnaire_number = paces.questionnaire_number
inner join rules
    on
        case rules.rule
            when 'speeder_seconds' then questionnaires.seconds < rules.threshold * questionnaires.count_answered
            when 'speeder_relative' then paces.pace >= rules.threshold
        end
