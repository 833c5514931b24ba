with margins as (
    {{ current_records('margins') }}
)

select
    record_number as margin_number,
    load_id,
    margin,
    category,
    category_order,
    population,
    wave
from margins
