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
    inner join {{ ref('int_method__indicators') }} as indicators using (method_version, indicator)
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
        count(*) filter (where flags.is_kept) as count_kept,
        count(recommendations.evaluation_number) filter (where flags.is_kept) as count_recommending,
        count(*) as count_kept_in_month,
        count(recommendations.evaluation_number) as count_recommending_in_month
    from evaluations
    inner join flags using (evaluation_number)
    left join recommendations using (method_version, evaluation_number)
    where flags.is_kept_in_month
    group by all
),

asked as (
    select
        *,
        -- where nobody of a month has a recommendation, there is none to give away
        count_recommending_in_month > 0 as is_asked
    from counted
)

-- One decision for the index and the NPS: on the smaller of their bases, where the month has both.
select
    method_version,
    organisation_id,
    evaluation_type,
    touchpoint,
    wave,
    month,
    case when is_asked then count_recommending else count_kept end as count_base,
    case when is_asked then count_recommending_in_month else count_kept_in_month end as count_base_in_month
from asked
