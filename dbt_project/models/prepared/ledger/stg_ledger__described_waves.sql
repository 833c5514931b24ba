select
    organisation_id,
    wave_from,
    wave_until,
    load_id,
    row_number
from {{ source('raw', 'described_waves') }}
