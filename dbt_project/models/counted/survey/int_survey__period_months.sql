with months as (
    select distinct
        organisation_id,
        wave,
        month
    from {{ ref('stg_survey__evaluations') }}
),

-- Twelve months count in full up to the organisation's last one: later ones would only repeat what is known.
windows as (
    select
        *,
        unnest(generate_series(
            month,
            least(
                month + interval 11 months,
                max(month) over (partition by organisation_id)
            ),
            interval 1 month
        ))::date as last_month
    from months
)

select
    organisation_id,
    wave,
    month,
    'wave' as window_kind,
    wave::varchar as period
from months
union all
select
    organisation_id,
    wave,
    month,
    'month' as window_kind,
    strftime(month, '%Y-%m') as period
from months
union all
select
    organisation_id,
    wave,
    month,
    'twelve_months' as window_kind,
    strftime(last_month, '%Y-%m') as period
from windows
