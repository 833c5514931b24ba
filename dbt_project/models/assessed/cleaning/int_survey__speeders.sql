with questionnaires as (
    select
        *,
        -- page 1 stands for the whole
        list_prepend(seconds, page_seconds) as times
    from {{ ref('int_survey__questionnaires') }}
),

rules as (
    select * from {{ ref('int_method__cleaning_rules') }}
    where rule in ('speeder_seconds', 'speeder_relative')
),

pages as (
    select
        questionnaire_version,
        device,
        unnest(times) as seconds,
        generate_subscripts(times, 1) as page
    from questionnaires
),

page_medians as (
    select
        questionnaire_version,
        device,
        page,
        median(seconds) as seconds
    from pages
    group by questionnaire_version, device, page
),

medians as (
    select
        questionnaire_version,
        device,
        list(seconds order by page) as times
    from page_medians
    group by questionnaire_version, device
),

compared as (
    select
        questionnaires.evaluation_numbers,
        questionnaires.seconds,
        questionnaires.count_answered,
        list_zip(questionnaires.times, medians.times) as times
    from questionnaires
    inner join medians using (questionnaire_version, device)
),

-- In no time at all counts as in a thousandth of a second.
relative as (
    select
        evaluation_numbers,
        seconds,
        count_answered,
        list_transform(
            times, lambda page: case when page[1] is not null then page[2] / greatest(page[1], 0.001) end
        ) as paces
    from compared
),

paced as (
    select
        evaluation_numbers,
        seconds,
        count_answered,
        round(coalesce(list_median(paces[2:]), paces[1]), 9) as pace
    from relative
)

select
    rules.method_version,
    unnest(paced.evaluation_numbers) as evaluation_number,
    rules.rule
from paced
inner join rules
    on
        case rules.rule
            when 'speeder_seconds' then paced.seconds < rules.threshold * paced.count_answered
            when 'speeder_relative' then paced.pace >= rules.threshold
        end
