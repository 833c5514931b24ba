-- A person of a survey and wave is named by the first of his evaluations; without ids each evaluation is a person.
with evaluations as (
    select
        *,
        coalesce(respondent_id, evaluation_number::varchar) as person_id
    from {{ ref('stg_survey__evaluations') }}
    where evaluation_type = 'relational'
)

select
    feed,
    wave,
    min(evaluation_number) as person_number,
    list(evaluation_number) as evaluation_numbers,
    arg_min(base_weight, evaluation_number) as base_weight,
    bool_or(has_final_weight) as has_final_weight,
    arg_min(margins, evaluation_number) as margins
from evaluations
group by feed, wave, person_id
