with slopes as (
    select
        method_version,
        period::integer as wave,
        organisation_id,
        indicator,
        slope
    from {{ ref('int_inference__figure_slopes') }}
    where window_kind = 'wave' and figure = 'index'
),

organisations as (
    select distinct
        method_version,
        wave,
        organisation_id
    from slopes
),

covariances as (
    select
        covariances.method_version,
        covariances.wave,
        covariances.organisation_a,
        covariances.organisation_b,
        {{ sum_of_products('a.slope * b.slope', 'covariances.covariance') }} as covariance
    from {{ ref('int_inference__wave_covariances') }} as covariances
    inner join slopes as a
        on
            covariances.method_version = a.method_version
            and covariances.wave = a.wave
            and covariances.organisation_a = a.organisation_id
            and covariances.indicator_a = a.indicator
    inner join slopes as b
        on
            covariances.method_version = b.method_version
            and covariances.wave = b.wave
            and covariances.organisation_b = b.organisation_id
            and covariances.indicator_b = b.indicator
    group by all
)

select
    a.method_version,
    a.wave,
    a.organisation_id as organisation_a,
    b.organisation_id as organisation_b,
    coalesce(covariances.covariance, 0) as covariance
from organisations as a
inner join organisations as b using (method_version, wave)
left join covariances
    on
        a.method_version = covariances.method_version
        and a.wave = covariances.wave
        and a.organisation_id = covariances.organisation_a
        and b.organisation_id = covariances.organisation_b
