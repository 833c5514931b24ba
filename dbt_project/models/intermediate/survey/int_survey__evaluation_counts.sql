with evaluations as (
    select * from {{ ref('stg_survey__evaluations') }}
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
),

weights as (
    select * from {{ ref('int_survey__weights') }}
    where weight is not null
)

select
    parameters.method_version,
    evaluations.organisation_id,
    evaluations.wave,
    evaluations.month,
    evaluations.evaluation_type,
    count(*) as count_delivered,
    count(weights.weight) as count_evaluations,
    coalesce({{ exact_sum('weights.weight') }}, 0) as total_weight,
    coalesce({{ exact_sum('weights.weight * weights.weight') }}, 0) as total_squared_weight
from evaluations
cross join parameters
left join weights
    on
        parameters.method_version = weights.method_version
        and evaluations.evaluation_number = weights.evaluation_number
group by
    parameters.method_version,
    evaluations.organisation_id,
    evaluations.wave,
    evaluations.month,
    evaluations.evaluation_type
