with cases as (
    select * replace (unnest([process, 'all']) as process)
    from {{ ref('int_process__observed_cases') }}
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
),

decisions as (
    {{ operational_decisions(['cases', 'promises', 'first_time_right', 'rework']) }}
),

shares as (
    {{ share_decisions({
        'first_time_right_rate': 'process_first_time_right',
        'in_promise_rate': 'process_in_promise',
        'rework_free_rate': 'process_rework_free'
    }) }}
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
        decisions.hides_cases_base,
        decisions.hides_promises_base,
        decisions.hides_first_time_right_base,
        decisions.hides_rework_base,
        least(decisions.suppression_reason, shares.suppression_reason) as suppression_reason,
        coalesce(shares.has_footnote, false) as has_footnote,
        coalesce(shares.shows_first_time_right_rate, true) as shows_first_time_right_rate,
        shares.first_time_right_rate_ci_low,
        shares.first_time_right_rate_ci_high,
        coalesce(shares.shows_in_promise_rate, true) as shows_in_promise_rate,
        shares.in_promise_rate_ci_low,
        shares.in_promise_rate_ci_high,
        coalesce(shares.shows_rework_free_rate, true) as shows_rework_free_rate,
        shares.rework_free_rate_ci_low,
        shares.rework_free_rate_ci_high,
        not decisions.hides_cases as has_case_base,
        -- nothing to decide on: nothing was counted
        not coalesce(decisions.hides_promises, true) as has_promise_base,
        not coalesce(decisions.hides_first_time_right, true) as has_first_time_right_base,
        not coalesce(decisions.hides_rework, true) as has_rework_base,
        parameters.indicative_evaluations
    from counted
    inner join parameters on counted.method_version = parameters.method_version
    inner join decisions
        on
            counted.method_version = decisions.method_version
            and counted.organisation_id = decisions.organisation_id
            and counted.wave = decisions.wave
            and counted.process = decisions.part
    left join shares
        on
            counted.method_version = shares.method_version
            and counted.organisation_id = shares.organisation_id
            and counted.wave = shares.wave
            and counted.process = shares.part
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
    case when not figures.hides_cases_base then figures.count_cases end as count_cases,
    case when figures.has_case_base then figures.count_closed end as count_closed,
    case when figures.hides_promises_base is not true then figures.count_promised end as count_promised,
    case when figures.hides_first_time_right_base is not true then figures.count_showing_first_time_right end
        as count_showing_first_time_right,
    case when figures.hides_rework_base is not true then figures.count_showing_rework end as count_showing_rework,
    case
        when figures.has_first_time_right_base and figures.shows_first_time_right_rate
            then figures.count_first_time_right / figures.count_showing_first_time_right::double
    end as first_time_right_rate,
    {{ interval_of(
        'first_time_right_rate', 'figures.has_first_time_right_base and figures.shows_first_time_right_rate'
    ) }},
    case
        when figures.has_promise_base and figures.shows_in_promise_rate
            then figures.count_in_promise / figures.count_promised::double
    end as in_promise_rate,
    {{ interval_of('in_promise_rate', 'figures.has_promise_base and figures.shows_in_promise_rate') }},
    case
        when figures.has_rework_base and figures.shows_rework_free_rate
            then figures.count_rework_free / figures.count_showing_rework::double
    end as rework_free_rate,
    {{ interval_of('rework_free_rate', 'figures.has_rework_base and figures.shows_rework_free_rate') }},
    case when figures.has_case_base then figures.median_duration::double end as median_throughput_hours,
    figures.suppression_reason is not null as is_suppressed,
    (figures.has_case_base and figures.count_cases < figures.indicative_evaluations)
    or (figures.has_promise_base and figures.count_promised < figures.indicative_evaluations)
    or (
        figures.has_first_time_right_base
        and figures.count_showing_first_time_right < figures.indicative_evaluations
    )
    or (figures.has_rework_base and figures.count_showing_rework < figures.indicative_evaluations) as is_indicative,
    figures.has_footnote,
    case
        when figures.suppression_reason is not null then figures.suppression_reason
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
