with recommendations as (
    select indicator_sums.*
    from {{ ref('int_survey__indicator_sums') }} as indicator_sums
    inner join {{ ref('int_method__indicators') }} as indicators
        on
            indicator_sums.method_version = indicators.method_version
            and indicator_sums.indicator = indicators.indicator
    where indicators.kind = 'nps'
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
),

counted as (
    select
        * exclude (indicator, total, total_weight, total_squared_weight, count_positive, count_negative, count_base),
        total / total_weight as nps,
        count_base as count_evaluations,
        count_positive as count_promoters,
        count_negative as count_detractors,
        count_base - count_positive - count_negative as count_passives
    from recommendations
),

-- The adjusted Wald interval is that of the sample with a few pseudo-evaluations more.
adjusted as (
    select
        counted.*,
        counted.count_promoters + parameters.nps_pseudo_promoters as promoters,
        counted.count_detractors + parameters.nps_pseudo_detractors as detractors,
        counted.count_evaluations + parameters.nps_pseudo_promoters
        + parameters.nps_pseudo_passives + parameters.nps_pseudo_detractors as evaluations,
        parameters.confidence_z,
        counted.count_evaluations < parameters.minimum_evaluations as is_suppressed
    from counted
    inner join parameters on counted.method_version = parameters.method_version
),

figures as (
    select
        *,
        {{ nps_standard_error('count_promoters', 'count_detractors', 'count_evaluations') }} as standard_error,
        {{ nps('promoters', 'detractors', 'evaluations') }} as centre,
        confidence_z * {{ nps_standard_error('promoters', 'detractors', 'evaluations') }} as half_width
    from adjusted
)

select
    method_version,
    organisation_id,
    window_kind,
    period,
    evaluation_type,
    touchpoint,
    count_evaluations,
    case when not is_suppressed then count_promoters end as count_promoters,
    case when not is_suppressed then count_passives end as count_passives,
    case when not is_suppressed then count_detractors end as count_detractors,
    case when not is_suppressed then round(nps, 9) end as nps,
    case when not is_suppressed then round(standard_error, 9) end as standard_error,
    case when not is_suppressed then round(greatest(centre - half_width, -100), 9) end as ci_low,
    case when not is_suppressed then round(least(centre + half_width, 100), 9) end as ci_high,
    is_proxy,
    is_suppressed,
    case when is_suppressed then 'base_too_small' end as suppression_reason
from figures
