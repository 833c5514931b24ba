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
    {{ in_each_period('counted') }}
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
