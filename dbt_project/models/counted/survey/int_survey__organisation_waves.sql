with organisations as (
    select * from {{ ref('int_reference__organisation_waves') }}
),

counts as (
    select
        method_version,
        organisation_id,
        wave,
        sum(count_evaluations)::bigint as count_evaluations,
        sum(count_delivered)::bigint as count_delivered,
        sum(count_duplicates)::bigint as count_duplicates,
        {{ effective_number('sum(total_weight)', 'sum(total_squared_weight)') }} as count_effective
    from {{ ref('int_survey__evaluation_counts') }}
    where evaluation_type = 'relational'
    group by method_version, organisation_id, wave
),

waves as (
    select distinct
        method_version,
        wave
    from counts
)

select
    waves.method_version,
    organisations.organisation_id,
    waves.wave,
    organisations.industry,
    coalesce(counts.count_evaluations, 0) as count_evaluations,
    coalesce(counts.count_delivered, 0) as count_delivered,
    coalesce(counts.count_duplicates, 0) as count_duplicates,
    coalesce(counts.count_effective, 0) as count_effective
from organisations
inner join waves using (wave)
left join counts using (method_version, organisation_id, wave)
