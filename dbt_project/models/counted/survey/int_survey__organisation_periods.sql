with organisation_waves as (
    select * from {{ ref('int_survey__organisation_waves') }}
),

organisations as (
    select * from {{ ref('int_reference__organisation_waves') }}
),

counts as (
    select * from {{ ref('int_survey__evaluation_counts') }}
    where evaluation_type = 'relational'
),

period_months as (
    select * from {{ ref('int_survey__period_months') }}
    where window_kind in ('month', 'twelve_months')
),

-- Months lie in the wave of their last evaluations: its indicators are in use.
months as (
    select
        counts.method_version,
        period_months.organisation_id,
        period_months.window_kind,
        period_months.period,
        arg_max(counts.wave, (counts.month, counts.wave)) as wave,
        sum(counts.count_in_month)::bigint as count_evaluations,
        sum(counts.count_delivered - counts.count_in_month)::bigint as count_excluded,
        sum(counts.count_in_month - counts.count_evaluations)::bigint as count_beyond_wave,
        {{ effective_number('sum(counts.total_weight_in_month)', 'sum(counts.total_squared_weight_in_month)') }}
            as count_effective
    from counts
    inner join period_months using (organisation_id, wave, month)
    group by all
)

select
    method_version,
    organisation_id,
    'wave' as window_kind,
    wave::varchar as period,
    wave,
    industry,
    count_evaluations,
    count_delivered - count_evaluations as count_excluded,
    0 as count_beyond_wave,
    count_effective
from organisation_waves
union all
select
    months.method_version,
    months.organisation_id,
    months.window_kind,
    months.period,
    months.wave,
    organisations.industry,
    months.count_evaluations,
    months.count_excluded,
    months.count_beyond_wave,
    coalesce(months.count_effective, 0) as count_effective
from months
inner join organisations using (organisation_id, wave)
