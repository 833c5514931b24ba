with evaluations as (
    select * from {{ ref('stg_survey__evaluations') }}
),

answers as (
    select
        evaluation_number,
        organisation_id,
        wave,
        evaluation_type,
        touchpoint,
        unnest(answers) as answer,
    from evaluations
)

select
    evaluation_number,
    organisation_id,
    wave,
    evaluation_type,
    touchpoint,
    answer.item,
    answer.value,
    answer.scale_low,
    answer.scale_high,
    coalesce(answer.is_proxy, false) as is_proxy,
from answers
