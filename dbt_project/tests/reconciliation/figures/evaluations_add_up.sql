-- Per version and wave: the bases of the index, shown and withheld, and what cleaning left out are the evaluations that
-- were counted. So are those of the months; what these count beyond the wave is the difference.
with organisation_waves as (
    select * from {{ source('waist', 'int_survey__organisation_waves') }}
),

waves as (
    select
        method_version,
        wave,
        sum(count_evaluations) as count_evaluations,
        sum(count_delivered) as count_delivered
    from organisation_waves
    group by method_version, wave
),

published as (
    select
        scores.method_version,
        scores.index_kind,
        scores.wave,
        sum(coalesce(scores.count_evaluations + scores.count_excluded, withheld.count_delivered)) as count_evaluations
    from {{ ref('fct_index_score') }} as scores
    left join organisation_waves as withheld using (method_version, organisation_id, wave)
    group by scores.method_version, scores.index_kind, scores.wave
),

all_waves as (
    select
        method_version,
        sum(count_evaluations) as count_evaluations,
        sum(count_delivered) as count_delivered
    from waves
    group by method_version
),

months as (
    select
        method_version,
        sum(count_evaluations - count_beyond_wave) as count_evaluations,
        sum(count_evaluations + count_excluded) as count_delivered
    from {{ source('waist', 'int_survey__organisation_periods') }}
    where window_kind = 'month'
    group by method_version
)

select
    wave,
    method_version,
    published.index_kind,
    waves.count_delivered as count_counted,
    published.count_evaluations as count_published
from waves
full join published using (method_version, wave)
where waves.count_delivered is distinct from published.count_evaluations
union all
select
    null as wave,
    method_version,
    'months' as index_kind,
    all_waves.count_delivered as count_counted,
    months.count_delivered as count_published
from all_waves
full join months using (method_version)
where
    all_waves.count_delivered is distinct from months.count_delivered
    or all_waves.count_evaluations is distinct from months.count_evaluations
