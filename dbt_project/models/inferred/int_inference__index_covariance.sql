with units as (
    select * from {{ ref('int_inference__unit_deviations') }}
    where is_index
),

figures as (
    select distinct
        figure_number,
        method_version,
        wave,
        organisation_id
    from units
),

covariances as (
    {{ unit_covariance('figures', 'units', ['method_version', 'wave']) }}
)

select
    a.method_version,
    a.wave,
    a.organisation_id as organisation_a,
    b.organisation_id as organisation_b,
    covariances.covariance
from covariances
inner join figures as a on covariances.figure_number_a = a.figure_number
inner join figures as b on covariances.figure_number_b = b.figure_number
