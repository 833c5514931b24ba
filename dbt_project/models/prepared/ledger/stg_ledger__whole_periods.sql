with periods as (
    select
        feed,
        delivery_date,
        unnest(whole_periods) as period
    from {{ ref('stg_ledger__loads') }}
    where verdict = 'accepted'
)

select
    feed,
    period,
    max(delivery_date) as newest_date
from periods
group by feed, period
