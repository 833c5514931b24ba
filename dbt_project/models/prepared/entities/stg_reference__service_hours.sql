with hours as (
    {{ current_records('service_hours') }}
),

timed as (
    select
        *,
        cast(opens as interval) as opens_after,
        cast(closes as interval) as closes_on_the_day
    from hours
)

select
    record_number as hours_number,
    load_id,
    organisation_id,
    channel,
    weekday,
    opens_after,
    case
        when closes_on_the_day < opens_after then closes_on_the_day + interval 24 hours
        else closes_on_the_day
    end as closes_after,
    cast(valid_from as date) as first_day,
    cast(valid_until as date) as last_day,
    time_zone
from timed
