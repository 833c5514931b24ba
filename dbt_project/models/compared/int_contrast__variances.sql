-- These organisations: a'Va of the difference of two means, shared respondents included.
with members as (
    select
        *,
        case when is_first then 1.0 else -1.0 end
        / count(*) over (partition by method_version, wave, contrast, is_first) as coefficient
    from {{ ref('int_contrast__members') }}
),

covariances as (
    select * from {{ ref('int_inference__index_covariance') }}
),

figures as (
    select * from {{ ref('int_inference__figures') }}
    where figure = 'index' and window_kind = 'wave'
)

select
    a.method_version,
    a.wave,
    a.contrast,
    greatest({{ sum_of_deviations('a.coefficient * b.coefficient * covariances.covariance') }}, 0) as variance,
    min(figures.df)::double as df
from members as a
inner join members as b using (method_version, wave, contrast)
inner join covariances
    on
        a.method_version = covariances.method_version
        and a.wave = covariances.wave
        and a.organisation_id = covariances.organisation_a
        and b.organisation_id = covariances.organisation_b
inner join figures
    on
        a.method_version = figures.method_version
        and a.wave::varchar = figures.period
        and a.organisation_id = figures.organisation_id
group by a.method_version, a.wave, a.contrast
