with units as (
    select * from {{ ref('int_inference__unit_deviations') }}
    where not is_index
),

figures as (
    select distinct
        figure_number,
        method_version,
        wave,
        industry,
        organisation_id,
        figure
    from units
),

covariances as (
    {{ unit_covariance('figures', 'units', ['method_version', 'wave', 'industry']) }}
)

select
    a.method_version,
    a.wave,
    a.industry,
    a.organisation_id as organisation_a,
    a.figure as dimension_a,
    b.organisation_id as organisation_b,
    b.figure as dimension_b,
    covariances.covariance
from covariances
inner join figures as a on covariances.figure_number_a = a.figure_number
inner join figures as b on covariances.figure_number_b = b.figure_number
