-- A figure of each indicator, and its place between the goalposts.
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
    from {{ source('waist', 'int_survey__indicator_sums') }} as sums
    inner join indicators using (method_version, indicator)
    left join {{ source('waist', 'int_survey__channel_gaps') }} as gaps
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
        -- a median that is not reached is null: its score is 0
        figure,
        count_base,
        count_base::double as count_effective,
        false as is_proxy
    from {{ source('waist', 'int_operations__figures') }}
    where part = 'all'
),

complaints as (
    select
        registered.method_version,
        organisations.organisation_id,
        'wave' as window_kind,
        organisations.wave::varchar as period,
        registered.indicator,
        parameters.complaints_per_customers * organisations.count_complaint_body_cases
        / nullif(organisations.count_customers, 0) as figure,
        organisations.count_customers as count_base,
        organisations.count_customers::double as count_effective,
        false as is_proxy
    from {{ source('waist', 'int_reference__organisation_waves') }} as organisations
    cross join {{ ref('int_method__operations') }} as registered
    inner join parameters using (method_version)
    where registered.source = 'reference'
),

figures as (
    select * from survey
    union all
    select * from operations
    union all
    select * from complaints
    where figure is not null
),

placed as (
    select
        figures.*,
        indicators.source,
        indicators.dimension,
        case
            -- most still wait: no median is worse than any
            when indicators.kind = 'median' and figures.figure is null then 0
            else {{ goalpost_score('figures.figure', 'indicators') }}
        end as score,
        coalesce(
            figures.figure < indicators.goalpost_low or figures.figure > indicators.goalpost_high, false
        ) as is_clipped,
        figures.count_base >= case figures.window_kind
            when 'month' then parameters.monthly_minimum_base
            else indicators.minimum_base
        end as has_enough
    from figures
    inner join indicators using (method_version, indicator)
    inner join parameters using (method_version)
)

select
    method_version,
    organisation_id,
    window_kind,
    period,
    dimension,
    indicator,
    source,
    figure,
    score,
    count_base,
    count_effective,
    has_enough and score is not null as has_enough,
    is_clipped,
    is_proxy
from placed
