with cases as (
    {{ current_records('cases') }}
)

select
    record_number as case_number,
    load_id,
    feed,
    case_id,
    organisation_id,
    wave as stated_wave,
    customer_id,
    process,
    topic,
    channel,
    started_at,
    closed_at,
    promised_at,
    is_in_promise as stated_in_promise,
    count_reopened,
    has_repeated_activity
from cases
