with organisations as (
    {{ current_records('organisations') }}
)

select
    record_number as organisation_number,
    load_id,
    row_number,
    organisation_id,
    wave,
    name,
    industry,
    is_online,
    size_class,
    aliases,
    count_customers,
    count_complaint_body_cases
from organisations
