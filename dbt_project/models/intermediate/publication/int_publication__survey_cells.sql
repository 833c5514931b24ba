{{ config(materialized='view') }}

with evaluations as (
    select * from {{ ref('stg_survey__evaluations') }}
),

flags as (
    select * from {{ ref('int_survey__evaluation_flags') }}
),

recommendations as (
    select
        indicator_values.method_version,
        indicator_values.evaluation_number
    from {{ ref('int_survey__indicator_values') }} as indicator_values
    inner join {{ ref('int_method__indicators') }} as indicators
        on
            indicator_values.method_version = indicators.method_version
            and indicator_values.indicator = indicators.indicator
    where indicators.kind = 'nps'
),

counted as (
    select
        flags.method_version,
        evaluations.organisation_id,
        evaluations.evaluation_type,
        evaluations.touchpoint,
        evaluations.wave,
        evaluations.month,
        count(*) as count_kept,
        count(recommendations.evaluation_number) as count_recommending
    from evaluations
    inner join flags on evaluations.evaluation_number = flags.evaluation_number
    left join recommendations
        on
            flags.method_version = recommendations.method_version
            and flags.evaluation_number = recommendations.evaluation_number
    where flags.is_kept
    group by all
)

-- One decision for the index and the NPS: on the smaller of their bases, where the question was asked at all.
select
    method_version,
    organisation_id,
    evaluation_type,
    touchpoint,
    wave,
    month,
    case
        when
            sum(count_recommending) over (
                partition by method_version, organisation_id, evaluation_type, touchpoint
            ) > 0
            then count_recommending
        else count_kept
    end as count_base
from counted
