with evaluations as (
    select * from {{ ref('stg_survey__evaluations') }}
)

select
    organisation_id,
    wave,
    month,
    evaluation_type,
    count(*) as count_evaluations
from evaluations
group by organisation_id, wave, month, evaluation_type
