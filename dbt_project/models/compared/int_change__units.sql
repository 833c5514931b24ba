-- What each sampling unit adds to a figure, on either side of a change.
with members as (
    select * from {{ ref('int_change__members') }}
),

evaluations as (
    select * from {{ ref('int_inference__evaluations') }}
    where evaluation_type = 'relational' and is_in_wave
),

figures as (
    select * from {{ ref('int_change__vectors') }}
),

-- Deviations of the index: most waves compare on the indicators that they have in use anyway.
deviations as (
    select
        method_version,
        organisation_id,
        wave,
        wave as basis_wave,
        stratum_id,
        n_h,
        psu_id,
        z
    from {{ ref('int_inference__unit_deviations') }}
    where is_index
    union all
    select
        figures.method_version,
        figures.organisation_id,
        figures.wave,
        figures.basis_wave,
        evaluations.stratum_id,
        evaluations.n_h,
        evaluations.psu_id,
        {{ sum_of_deviations(deviation()) }} as z
    from evaluations
    inner join figures using (method_version, organisation_id, wave)
    where list_inner_product(evaluations.is_valid, figures.is_used) > 0
    group by
        figures.method_version,
        figures.organisation_id,
        figures.wave,
        figures.basis_wave,
        evaluations.stratum_id,
        evaluations.n_h,
        evaluations.psu_id
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
