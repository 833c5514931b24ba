with organisations as (
    select * from {{ ref('int_reference__organisations') }}
),

counts as (
    select
        organisation_id,
        wave,
        sum(count_evaluations)::bigint as count_evaluations
    from {{ ref('int_survey__evaluation_counts') }}
    where evaluation_type = 'relational'
    group by organisation_id, wave
),

waves as (
    select distinct wave from counts
)

select
    organisations.organisation_id,
    waves.wave,
    organisations.industry,
    coalesce(counts.count_evaluations, 0) as count_evaluations
from organisations
cross join waves
left join counts
    on
        organisations.organisation_id = counts.organisation_id
        and waves.wave = counts.wave
