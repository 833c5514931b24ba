with indicators as (
    select * from {{ ref('int_method__indicators') }}
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
),

survey as (
    select
        sums.method_version,
        sums.organisation_id,
        sums.window_kind,
        sums.period,
        sums.indicator,
        -- the mean over all channels says nothing about the gap between them
        case when indicators.kind = 'channel_gap' then gaps.gap else sums.total / sums.total_weight end as figure,
        sums.count_base,
        {{ effective_number('sums.total_weight', 'sums.total_squared_weight') }} as count_effective,
        sums.is_proxy
    from {{ ref('int_survey__indicator_sums') }} as sums
    inner join indicators
        on
            sums.method_version = indicators.method_version
            and sums.indicator = indicators.indicator
    left join {{ ref('int_survey__channel_gaps') }} as gaps
        on
            sums.method_version = gaps.method_version
            and sums.organisation_id = gaps.organisation_id
            and sums.indicator = gaps.indicator
            and sums.window_kind = 'wave'
            and sums.period = gaps.wave::varchar
    where sums.evaluation_type = 'relational'
),

operations as (
    select
        method_version,
        organisation_id,
        'wave' as window_kind,
        wave::varchar as period,
        indicator,
        {{ exact_sum('value') }} / count(*) as figure,
        count(*) as count_base,
        count(*)::double as count_effective,
        false as is_proxy
    from {{ ref('int_index__operational_values') }}
    group by method_version, organisation_id, wave, indicator
),

waits as (
    select
        method_version,
        organisation_id,
        wave,
        observed_minutes as duration,
        is_answered as has_ended
    from {{ ref('int_webcare__observed_questions') }}
    where requires_answer
),

medians as (
    {{ survival_median('waits', ['method_version', 'organisation_id', 'wave']) }}
),

-- Not reached, the median is null: its score is 0.
speeds as (
    select
        waits.method_version,
        waits.organisation_id,
        'wave' as window_kind,
        waits.wave::varchar as period,
        'webcare_speed' as indicator,
        any_value(medians.median_duration) as figure,
        count(*) as count_base,
        count(*)::double as count_effective,
        false as is_proxy
    from waits
    inner join medians
        on
            waits.method_version = medians.method_version
            and waits.organisation_id = medians.organisation_id
            and waits.wave = medians.wave
    group by waits.method_version, waits.organisation_id, waits.wave
),

complaints as (
    select
        parameters.method_version,
        organisations.organisation_id,
        'wave' as window_kind,
        organisations.wave::varchar as period,
        'trust_complaints' as indicator,
        parameters.complaints_per_customers * organisations.count_complaint_body_cases
        / nullif(organisations.count_customers, 0) as figure,
        organisations.count_customers as count_base,
        organisations.count_customers::double as count_effective,
        false as is_proxy
    from {{ ref('int_reference__organisation_waves') }} as organisations
    cross join parameters
),

figures as (
    select * from survey
    union all
    select * from operations
    union all
    select * from speeds
    union all
    select * from complaints
    where figure is not null
)

select
    figures.*,
    indicators.source,
    indicators.dimension
from figures
inner join indicators
    on
        figures.method_version = indicators.method_version
        and figures.indicator = indicators.indicator
