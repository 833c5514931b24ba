-- What is compared with the wave before: each organisation, and `*`, the mean of all with the commonest dimensions.
with waves as (
    select * from {{ source('waist', 'int_survey__waves') }}
),

scores as (
    select * from {{ ref('int_change__scores') }}
),

both_waves as (
    select
        scores.method_version,
        waves.wave,
        waves.wave_before,
        scores.organisation_id,
        scores.score,
        scores.basis_wave,
        earlier.score as score_before,
        earlier.basis_wave as basis_wave_before,
        scores.dimensions_used = earlier.dimensions_used
        and scores.is_comparable as is_comparable
    from waves
    inner join scores
        on
            waves.wave = scores.wave
            and waves.wave_before = scores.compared_wave
    inner join scores as earlier
        on
            scores.method_version = earlier.method_version
            and scores.organisation_id = earlier.organisation_id
            and waves.wave_before = earlier.wave
            and waves.wave = earlier.compared_wave
)

select
    * exclude (is_comparable),
    organisation_id as figure,
    1.0 as coefficient
from both_waves
union all
select
    * exclude (is_comparable),
    '*' as figure,
    1.0 / count(*) over (partition by method_version, wave) as coefficient
from both_waves
where is_comparable
