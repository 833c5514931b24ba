with respondents as (
    select * from {{ ref('int_survey__respondents') }}
    where not has_final_weight
),

flags as (
    select * from {{ ref('int_survey__evaluation_flags') }}
),

versions as (
    select * from {{ ref('int_method__parameters') }}
    where is_weighted = 1
),

margins as (
    select * from {{ ref('int_survey__raking_margins') }}
),

respondent_evaluations as (
    select
        person_number,
        unnest(evaluation_numbers) as evaluation_number
    from respondents
),

kept as (
    select
        flags.method_version,
        respondent_evaluations.person_number,
        bool_or(flags.is_kept_none) as is_kept_none,
        bool_or(flags.is_kept_as_is) as is_kept_as_is,
        bool_or(flags.is_kept_strict) as is_kept_strict
    from respondent_evaluations
    inner join flags using (evaluation_number)
    inner join versions using (method_version)
    group by flags.method_version, respondent_evaluations.person_number
),

asked as (
    select
        respondents.person_number,
        respondents.margins as answers,
        margins.margins,
        margins.categories
    from respondents
    inner join margins using (feed, wave)
),

answered as (
    select
        person_number,
        margins,
        categories,
        list_transform(
            margins, lambda wanted: list_filter(answers, lambda answer: answer['margin'] = wanted)[1]['category']
        ) as answers
    from asked
),

-- An answer that is no category of the population has no target: it is as unknown as one that was not given.
placed as (
    select
        person_number,
        margins,
        list_transform(
            list_zip(answers, categories), lambda asked: case when list_contains(asked[2], asked[1]) then asked[1] end
        ) as categories,
        list_transform(
            list_filter(list_zip(margins, answers, categories), lambda asked: not list_contains(asked[3], asked[2])),
            lambda asked: asked[1]
        ) as margins_outside
    from answered
)

-- Persons who are alike are weighted as one cell, named by the first of them.
select
    kept.method_version,
    respondents.feed,
    respondents.wave,
    kept.person_number,
    respondents.base_weight,
    kept.is_kept_none,
    kept.is_kept_as_is,
    kept.is_kept_strict,
    placed.margins,
    placed.categories,
    placed.margins_outside,
    {%- for cleaning in cleaning_levels() %}
    count(*) filter (where kept.is_kept_{{ cleaning }}) over cell as count_{{ cleaning }},
    {%- endfor %}
    min(kept.person_number) over cell as cell_number
from kept
inner join placed using (person_number)
inner join respondents using (person_number)
window
    cell as (
        partition by
            kept.method_version, respondents.feed, respondents.wave, placed.categories, respondents.base_weight
    )
