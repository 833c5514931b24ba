-- A person of a survey and wave is named by the first of his evaluations; without ids each evaluation is a person.
select
    evaluation_number,
    feed,
    wave,
    min(evaluation_number) over (
        partition by feed, wave, coalesce(respondent_id, evaluation_number::varchar)
    ) as person_number,
    base_weight,
    has_final_weight,
    margins
from {{ ref('stg_survey__evaluations') }}
where evaluation_type = 'relational'
