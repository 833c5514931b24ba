with recommendations as (
    select indicator_sums.*
    from {{ source('waist', 'int_survey__indicator_sums') }} as indicator_sums
    inner join {{ ref('int_method__indicators') }} as indicators using (method_version, indicator)
    where indicators.kind = 'nps'
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
),

counted as (
    select
        method_version,
        organisation_id,
        window_kind,
        period,
        evaluation_type,
        touchpoint,
        is_proxy,
        count_base as count_evaluations,
        count_positive as count_promoters,
        count_negative as count_detractors,
        count_base - count_positive - count_negative as count_passives,
        total / total_weight as nps,
        (total_squared_value / total_weight + 100 * total / total_weight) / 20000 as share_promoters,
        (total_squared_value / total_weight - 100 * total / total_weight) / 20000 as share_detractors,
        {{ effective_number('total_weight', 'total_squared_weight') }} as count_effective
    from recommendations
),

designed as (
    select
        counted.*,
        parameters.has_inference,
        parameters.minimum_evaluations,
        parameters.confidence_z,
        parameters.nps_pseudo_promoters,
        parameters.nps_pseudo_passives,
        parameters.nps_pseudo_detractors,
        figures.df,
        case
            when parameters.has_inference = 1 then figures.standard_error
            else {{ nps_standard_error(
                'counted.count_promoters', 'counted.count_detractors', 'counted.count_evaluations'
            ) }}
        end as standard_error,
        figures.t_quantile,
        figures.t_quantile_of_sample
    from counted
    inner join parameters using (method_version)
    left join {{ ref('int_inference__figures') }} as figures
        on
            counted.method_version = figures.method_version
            and counted.organisation_id = figures.organisation_id
            and counted.window_kind = figures.window_kind
            and counted.period = figures.period
            and counted.evaluation_type = figures.evaluation_type
            and counted.touchpoint = figures.touchpoint
            and figures.figure = 'nps'
),

-- A simple random sample of so many tells as much.
sampled as (
    select
        *,
        case
            when has_inference = 0 then count_evaluations
            when standard_error is null then null
            when round(standard_error, 9) = 0 then count_effective
            else least(
                count_evaluations,
                (1 + (1e4 * (share_promoters + share_detractors) - nps * nps) / power(standard_error, 2))
                * power(t_quantile_of_sample / t_quantile, 2)
            )
        end as sample_size
    from designed
),

-- The adjusted Wald interval is that of the sample with a few pseudo-evaluations more.
adjusted as (
    select
        *,
        sample_size * share_promoters + nps_pseudo_promoters as promoters,
        sample_size * share_detractors + nps_pseudo_detractors as detractors,
        sample_size + nps_pseudo_promoters + nps_pseudo_passives + nps_pseudo_detractors as evaluations,
        count_evaluations < minimum_evaluations as is_suppressed
    from sampled
),

figures as (
    select
        *,
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
    case when not is_suppressed then df end as df,
    case when not is_suppressed and sample_size is not null then round(greatest(centre - half_width, -100), 9) end
        as ci_low,
    case when not is_suppressed and sample_size is not null then round(least(centre + half_width, 100), 9) end
        as ci_high,
    is_proxy,
    is_suppressed,
    case
        when is_suppressed then 'base_too_small'
        when standard_error is null then 'one_cluster'
    end as suppression_reason
from figures
