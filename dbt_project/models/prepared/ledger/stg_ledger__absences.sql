select
    feed,
    first_day,
    last_day,
    wave
from {{ source('raw', 'absences') }}
