-- Sampling units of an organisation by what they answer: the degrees of freedom of whatever is made of it.
with units as (
    select
        method_version,
        organisation_id,
        evaluation_type,
        touchpoint,
        wave,
        stratum_id,
        window_kind,
        period,
        is_in_wave,
        is_repeated,
        rating_number,
        list_sort(list(position)) as positions
    from {{ ref('int_design__unit_sums') }}
    group by all
),

counted as (
    select
        * exclude (rating_number),
        count(*) as count_units
    from units
    group by all
),

period_months as (
    select
        *,
        strftime(month, '%Y-%m') as month_period
    from {{ ref('int_survey__period_months') }}
),

-- A unit that evaluates the organisation once stands behind each period of its month.
placed as (
    select counted.* replace (period_months.window_kind as window_kind, period_months.period as period)
    from counted
    inner join period_months
        on
            counted.organisation_id = period_months.organisation_id
            and counted.wave = period_months.wave
            and counted.period = period_months.month_period
            and (counted.is_in_wave or period_months.window_kind != 'wave')
    where not counted.is_repeated
    union all by name
    select * from counted
    where is_repeated
)

select
    method_version,
    organisation_id,
    window_kind,
    period,
    evaluation_type,
    touchpoint,
    stratum_id,
    positions,
    sum(count_units)::bigint as count_units
from placed
group by all
