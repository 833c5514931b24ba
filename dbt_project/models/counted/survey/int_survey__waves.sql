select
    wave,
    lag(wave) over (order by wave) as wave_before
from (
    select distinct wave
    from {{ ref('int_survey__organisation_waves') }}
) as waves
