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
    wave,
    {{ list_wave('wave', 'delivery_date') }} as list_wave
from margins
