-- Deviations of the index: most waves compare on the indicators that they have in use anyway.
with evaluations as (
    select * from {{ ref('int_inference__evaluations') }}
    where evaluation_type = 'relational' and is_in_wave
),

figures as (
    select * from {{ ref('int_change__vectors') }}
)

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
