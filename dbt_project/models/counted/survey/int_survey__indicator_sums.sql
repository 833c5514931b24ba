with indicator_values as (
    select * from {{ ref('int_survey__indicator_values') }}
),

weights as (
    select
        method_version,
        evaluation_number,
        weight_in_month as weight,
        weight is not null as is_in_wave
    from {{ ref('int_survey__weights') }}
    where weight_in_month is not null
),

period_months as (
    select * from {{ ref('int_survey__period_months') }}
),

-- Sums of decimals add up exactly: the evaluations are read once, every period is made of their months.
months as (
    select
        indicator_values.method_version,
        indicator_values.organisation_id,
        indicator_values.wave,
        indicator_values.month,
        indicator_values.evaluation_type,
        indicator_values.touchpoint,
        indicator_values.indicator,
        weights.is_in_wave,
        {{ exact_sum('weights.weight * indicator_values.value') }} as total,
        {{ exact_sum('weights.weight') }} as total_weight,
        {{ exact_sum('weights.weight * weights.weight') }} as total_squared_weight,
        {{ exact_sum('weights.weight * indicator_values.value * indicator_values.value') }} as total_squared_value,
        count(*) as count_base,
        count(*) filter (where indicator_values.value > 0) as count_positive,
        count(*) filter (where indicator_values.value < 0) as count_negative,
        bool_or(indicator_values.is_proxy) as is_proxy
    from indicator_values
    inner join weights using (method_version, evaluation_number)
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
    sum(months.total_weight) as total_weight,
    sum(months.total_squared_weight) as total_squared_weight,
    sum(months.total_squared_value) as total_squared_value,
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
        and (months.is_in_wave or period_months.window_kind != 'wave')
group by all
