-- Per version and wave: the bases of the index, shown and withheld, and what cleaning left out are the accepted
-- relational evaluations. So are those of the months; what these count beyond the wave is the difference.
with accepted as (
    select
        wave,
        count(*) as count_evaluations
    from {{ ref('stg_survey__evaluations') }}
    where evaluation_type = 'relational'
    group by wave
),

published as (
    select
        scores.method_version,
        scores.index_kind,
        scores.wave,
        sum(coalesce(scores.count_evaluations + scores.count_excluded, withheld.count_delivered)) as count_evaluations
    from {{ ref('fct_index_score') }} as scores
    left join {{ ref('int_survey__organisation_waves') }} as withheld using (method_version, organisation_id, wave)
    group by scores.method_version, scores.index_kind, scores.wave
),

waves as (
    select
        method_version,
        sum(count_evaluations) as count_evaluations,
        sum(count_delivered) as count_delivered
    from {{ ref('int_survey__organisation_waves') }}
    group by method_version
),

months as (
    select
        method_version,
        sum(count_evaluations - count_beyond_wave) as count_evaluations,
        sum(count_evaluations + count_excluded) as count_delivered
    from {{ ref('int_survey__organisation_periods') }}
    where window_kind = 'month'
    group by method_version
)

select
    wave,
    published.method_version,
    published.index_kind,
    accepted.count_evaluations as count_accepted,
    published.count_evaluations as count_published
from accepted
full join published using (wave)
where accepted.count_evaluations is distinct from published.count_evaluations
union all
select
    null as wave,
    method_version,
    'months' as index_kind,
    waves.count_delivered as count_accepted,
    months.count_delivered as count_published
from waves
full join months using (method_version)
where
    waves.count_delivered is distinct from months.count_delivered
    or waves.count_evaluations is distinct from months.count_evaluations
