with slopes as (
    select
        slopes.method_version,
        periods.wave,
        periods.industry,
        slopes.organisation_id,
        slopes.figure,
        slopes.indicator,
        slopes.slope
    from {{ ref('int_inference__figure_slopes') }} as slopes
    inner join {{ source('waist', 'int_survey__organisation_periods') }} as periods
        using (method_version, organisation_id, window_kind, period)
    where slopes.window_kind = 'wave' and slopes.figure not in ('index', 'index_geometric', 'nps')
),

covariances as (
    select * from {{ ref('int_inference__wave_covariances') }}
)

select
    a.method_version,
    a.wave,
    a.industry,
    a.organisation_id as organisation_a,
    a.figure as dimension_a,
    b.organisation_id as organisation_b,
    b.figure as dimension_b,
    coalesce({{ sum_of_products('a.slope * b.slope', 'covariances.covariance') }}, 0) as covariance
from slopes as a
inner join slopes as b using (method_version, wave, industry)
left join covariances
    on
        a.method_version = covariances.method_version
        and a.wave = covariances.wave
        and a.organisation_id = covariances.organisation_a
        and a.indicator = covariances.indicator_a
        and b.organisation_id = covariances.organisation_b
        and b.indicator = covariances.indicator_b
group by all
