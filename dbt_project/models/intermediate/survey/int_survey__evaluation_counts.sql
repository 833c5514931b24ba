with evaluations as (
    select * from {{ ref('stg_survey__evaluations') }}
)

select
    organisation_id,
    wave,
    count(*) as count_evaluations
from evaluations
where evaluation_type = 'relational'
group by organisation_id, wave
