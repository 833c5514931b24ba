with respondents as (
    select * from {{ ref('int_survey__respondents') }}
),

flags as (
    select flags.*
    from {{ ref('int_survey__evaluation_flags') }} as flags
    inner join {{ ref('int_method__parameters') }} as parameters on flags.method_version = parameters.method_version
    where parameters.is_weighted = 1
),

margins as (
    select * from {{ ref('int_survey__raking_margins') }}
),

persons as (
    select
        flags.method_version,
        respondents.feed,
        respondents.wave,
        respondents.person_number,
        arg_min(respondents.base_weight, respondents.evaluation_number) as base_weight,
        arg_min(respondents.margins, respondents.evaluation_number) as margins,
        bool_or(flags.is_kept_none) as is_kept_none,
        bool_or(flags.is_kept_m1) as is_kept_m1,
        bool_or(flags.is_kept_strict) as is_kept_strict
    from respondents
    inner join flags on respondents.evaluation_number = flags.evaluation_number
    where not respondents.has_final_weight
    group by flags.method_version, respondents.feed, respondents.wave, respondents.person_number
)

select
    persons.* exclude (margins),
    list_transform(
        margins.margins,
        lambda name: list_filter(persons.margins, lambda answer: answer.margin = name)[1].category
    ) as categories
from persons
inner join margins
    on
        persons.feed = margins.feed
        and persons.wave = margins.wave
