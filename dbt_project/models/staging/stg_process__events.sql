with events as (
    {{ current_records('events') }}
)

select
    record_number as event_number,
    load_id,
    feed,
    case_id,
    organisation_id,
    wave as stated_wave,
    customer_id,
    process,
    topic,
    channel,
    activity,
    milestone,
    occurred_at,
    promised_at,
    case_started_at,
    case_closed_at
from events
