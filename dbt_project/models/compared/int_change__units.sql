with members as (
    select * from {{ ref('int_change__members') }}
),

deviations as (
    select * from {{ ref('int_change__deviations') }}
),

sides as (
    select
        method_version,
        wave,
        figure,
        organisation_id,
        coefficient,
        'now' as side,
        wave as side_wave,
        basis_wave
    from members
    union all
    select
        method_version,
        wave,
        figure,
        organisation_id,
        coefficient,
        'before' as side,
        wave_before as side_wave,
        basis_wave_before as basis_wave
    from members
)

select
    sides.method_version,
    sides.wave,
    sides.figure,
    sides.side,
    deviations.stratum_id,
    deviations.n_h,
    deviations.psu_id,
    {{ sum_of_deviations('sides.coefficient * deviations.z') }} as z
from sides
inner join deviations
    on
        sides.method_version = deviations.method_version
        and sides.organisation_id = deviations.organisation_id
        and sides.side_wave = deviations.wave
        and sides.basis_wave = deviations.basis_wave
group by all
