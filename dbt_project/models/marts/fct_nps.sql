with recommendations as (
    select indicator_values.*
    from {{ ref('int_survey__indicator_values') }} as indicator_values
    inner join {{ ref('int_method__indicators') }} as indicators
        on
            indicator_values.method_version = indicators.method_version
            and indicator_values.indicator = indicators.indicator
    where indicators.kind = 'nps'
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
),

build as (
    select * from {{ ref('stg_ledger__build') }}
),

counted as (
    select
        method_version,
        organisation_id,
        wave,
        evaluation_type,
        touchpoint,
        count(*) as count_evaluations,
        count(*) filter (where value > 0) as count_promoters,
        count(*) filter (where value = 0) as count_passives,
        count(*) filter (where value < 0) as count_detractors,
        bool_or(is_proxy) as is_proxy
    from recommendations
    group by all
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
        {{ nps('count_promoters', 'count_detractors', 'count_evaluations') }} as nps,
        {{ nps_standard_error('count_promoters', 'count_detractors', 'count_evaluations') }} as standard_error,
        {{ nps('promoters', 'detractors', 'evaluations') }} as centre,
        confidence_z * {{ nps_standard_error('promoters', 'detractors', 'evaluations') }} as half_width
    from adjusted
)

select
    figures.method_version,
    figures.organisation_id,
    figures.wave,
    figures.evaluation_type,
    figures.touchpoint,
    figures.count_evaluations,
    case when not figures.is_suppressed then figures.count_promoters end as count_promoters,
    case when not figures.is_suppressed then figures.count_passives end as count_passives,
    case when not figures.is_suppressed then figures.count_detractors end as count_detractors,
    case when not figures.is_suppressed then round(figures.nps, 9) end as nps,
    case when not figures.is_suppressed then round(figures.standard_error, 9) end as standard_error,
    case
        when not figures.is_suppressed
            then round(greatest(figures.centre - figures.half_width, -100), 9)
    end as ci_low,
    case
        when not figures.is_suppressed
            then round(least(figures.centre + figures.half_width, 100), 9)
    end as ci_high,
    figures.is_proxy,
    figures.is_suppressed,
    case when figures.is_suppressed then 'base_too_small' end as suppression_reason,
    build.build_id
from figures
cross join build
order by
    figures.method_version,
    figures.organisation_id,
    figures.wave,
    figures.evaluation_type,
    figures.touchpoint
