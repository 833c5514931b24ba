-- Per version and wave: what cleaning left of the evaluations of organisations, and what it left out, are the accepted
-- relational evaluations.
with accepted as (
    select
        wave,
        count(*) as count_evaluations
    from {{ ref('stg_survey__evaluations') }}
    where evaluation_type = 'relational'
    group by wave
),

counted as (
    select
        method_version,
        wave,
        sum(count_delivered) as count_evaluations
    from {{ ref('int_survey__organisation_waves') }}
    group by method_version, wave
)

select
    wave,
    counted.method_version,
    accepted.count_evaluations as count_accepted,
    counted.count_evaluations as count_counted
from accepted
full join counted using (wave)
where accepted.count_evaluations is distinct from counted.count_evaluations
