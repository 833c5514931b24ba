-- Among the organisations that are ranked; what has a covariance is in use.
with league as (
    select * from {{ ref('int_rank__admissions') }}
    where unranked_reason is null and has_inference
),

covariances as (
    select * from {{ ref('int_inference__dimension_covariance') }}
)

select
    league.method_version,
    league.wave,
    league.industry,
    covariances.organisation_a,
    covariances.dimension_a,
    covariances.organisation_b,
    covariances.dimension_b,
    covariances.covariance::double as covariance
from covariances
inner join league
    on
        covariances.method_version = league.method_version
        and covariances.wave = league.wave
        and covariances.organisation_a = league.organisation_id
inner join league as partners
    on
        league.method_version = partners.method_version
        and league.wave = partners.wave
        and league.industry = partners.industry
        and covariances.organisation_b = partners.organisation_id
