with cases as (
    select * replace (unnest([process, 'all']) as process)
    from {{ ref('int_process__observed_cases') }}
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
),

build as (
    select * from {{ ref('stg_ledger__build') }}
),

durations as (
    select
        method_version,
        organisation_id,
        wave,
        process,
        observed_hours as duration,
        is_closed as has_ended
    from cases
),

medians as (
    {{ survival_median('durations', ['method_version', 'organisation_id', 'wave', 'process']) }}
),

counted as (
    select
        method_version,
        organisation_id,
        wave,
        process,
        count(*) as count_cases,
        count(*) filter (where is_closed) as count_closed,
        count(is_in_promise) as count_promised,
        count(is_first_time_right) as count_showing_first_time_right,
        count(is_rework_free) as count_showing_rework,
        count(*) filter (where is_first_time_right) as count_first_time_right,
        count(*) filter (where is_in_promise) as count_in_promise,
        count(*) filter (where is_rework_free) as count_rework_free
    from cases
    group by all
),

figures as (
    select
        counted.*,
        medians.median_duration,
        counted.count_cases >= parameters.minimum_operational_base as has_case_base,
        counted.count_promised >= parameters.minimum_operational_base as has_promise_base,
        counted.count_showing_first_time_right >= parameters.minimum_operational_base as has_first_time_right_base,
        counted.count_showing_rework >= parameters.minimum_operational_base as has_rework_base,
        least(
            counted.count_cases,
            nullif(counted.count_promised, 0),
            nullif(counted.count_showing_first_time_right, 0),
            nullif(counted.count_showing_rework, 0)
        ) < parameters.minimum_operational_base as is_suppressed
    from counted
    inner join parameters on counted.method_version = parameters.method_version
    left join medians
        on
            counted.method_version = medians.method_version
            and counted.organisation_id = medians.organisation_id
            and counted.wave = medians.wave
            and counted.process = medians.process
)

select
    figures.method_version,
    figures.organisation_id,
    figures.wave,
    figures.process,
    figures.count_cases,
    figures.count_closed,
    figures.count_promised,
    figures.count_showing_first_time_right,
    figures.count_showing_rework,
    case
        when figures.has_first_time_right_base
            then figures.count_first_time_right / figures.count_showing_first_time_right::double
    end as first_time_right_rate,
    case
        when figures.has_promise_base
            then figures.count_in_promise / figures.count_promised::double
    end as in_promise_rate,
    case
        when figures.has_rework_base
            then figures.count_rework_free / figures.count_showing_rework::double
    end as rework_free_rate,
    case when figures.has_case_base then figures.median_duration::double end as median_throughput_hours,
    figures.is_suppressed,
    case
        when figures.is_suppressed then 'base_too_small'
        when figures.median_duration is null then 'median_not_reached'
        when
            not figures.has_promise_base
            or not figures.has_first_time_right_base
            or not figures.has_rework_base
            then 'not_observed'
    end as suppression_reason,
    build.build_id
from figures
cross join build
order by figures.method_version, figures.organisation_id, figures.wave, figures.process
