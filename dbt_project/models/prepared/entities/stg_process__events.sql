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
    is_in_promise as stated_in_promise,
    case_started_at,
    case_closed_at
from events
