-- Per version and wave: the bases of the index, and what cleaning left out, are the accepted relational evaluations.
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
        method_version,
        index_kind,
        wave,
        sum(count_evaluations + count_excluded) as count_evaluations
    from {{ ref('fct_index_score') }}
    group by method_version, index_kind, wave
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
