with evaluations as (
    select * from {{ ref('stg_survey__evaluations') }}
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
),

weights as (
    select * from {{ ref('int_survey__weights') }}
),

duplicates as (
    select * from {{ ref('int_survey__duplicates') }}
)

select
    parameters.method_version,
    evaluations.organisation_id,
    evaluations.wave,
    evaluations.month,
    evaluations.evaluation_type,
    count(*) as count_delivered,
    count(weights.weight) as count_evaluations,
    count(duplicates.evaluation_number) as count_duplicates,
    coalesce({{ exact_sum('weights.weight') }}, 0) as total_weight,
    coalesce({{ exact_sum('weights.weight * weights.weight') }}, 0) as total_squared_weight,
    count(weights.weight_in_month) as count_in_month,
    coalesce({{ exact_sum('weights.weight_in_month') }}, 0) as total_weight_in_month,
    coalesce({{ exact_sum('weights.weight_in_month * weights.weight_in_month') }}, 0) as total_squared_weight_in_month
from evaluations
cross join parameters
left join weights using (method_version, evaluation_number)
left join duplicates using (method_version, evaluation_number)
group by
    parameters.method_version,
    evaluations.organisation_id,
    evaluations.wave,
    evaluations.month,
    evaluations.evaluation_type
