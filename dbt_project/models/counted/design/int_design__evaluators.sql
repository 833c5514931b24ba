-- Sampling units of a wave by the organisations that they evaluate, so that of several together each counts once.
with units as (
    select
        method_version,
        wave,
        stratum_id,
        psu_id,
        list_sort(list(distinct organisation_id)) as organisations
    from {{ ref('int_design__wave_deviations') }}
    group by all
)

select
    method_version,
    wave,
    stratum_id,
    organisations,
    count(*) as count_units
from units
group by all
