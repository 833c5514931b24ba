with indicator_values as (
    select * from {{ ref('int_survey__indicator_values') }}
),

period_months as (
    select * from {{ ref('int_survey__period_months') }}
),

-- Sums of decimals add up exactly: the evaluations are read once, every period is made of their months.
months as (
    select
        method_version,
        organisation_id,
        wave,
        month,
        evaluation_type,
        touchpoint,
        indicator,
        {{ exact_sum('value') }} as total,
        count(*) as count_base,
        count(*) filter (where value > 0) as count_positive,
        count(*) filter (where value < 0) as count_negative,
        bool_or(is_proxy) as is_proxy
    from indicator_values
    group by all
)

select
    months.method_version,
    months.organisation_id,
    period_months.window_kind,
    period_months.period,
    months.evaluation_type,
    months.touchpoint,
    months.indicator,
    sum(months.total) as total,
    sum(months.count_base)::bigint as count_base,
    sum(months.count_positive)::bigint as count_positive,
    sum(months.count_negative)::bigint as count_negative,
    bool_or(months.is_proxy) as is_proxy
from months
inner join period_months
    on
        months.organisation_id = period_months.organisation_id
        and months.wave = period_months.wave
        and months.month = period_months.month
group by all
