-- The parts of a change of rank: among those ranked in both waves by data and by method; the rest is who came or went.
with versions as (
    select * from {{ ref('int_method__predecessors') }}
),

waves as (
    select * from {{ source('waist', 'int_survey__waves') }}
    where wave_before is not null
),

admissions as (
    select * from {{ ref('int_rank__admissions') }}
    where rank is not null
),

ranked as (
    select
        versions.method_version,
        waves.wave,
        now.industry,
        now.organisation_id,
        now.rank as rank_now,
        earlier.rank as rank_before,
        rank() over (among_them order by earlier.score desc) as rank_before_old,
        rank() over (among_them order by now_old.score desc) as rank_now_old,
        rank() over (among_them order by now.score desc) as rank_now_new
    from versions
    cross join waves
    inner join admissions as now using (method_version, wave)
    inner join admissions as now_old
        on
            versions.method_before = now_old.method_version
            and waves.wave = now_old.wave
            and now.organisation_id = now_old.organisation_id
    inner join admissions as earlier
        on
            versions.method_before = earlier.method_version
            and waves.wave_before = earlier.wave
            and now.organisation_id = earlier.organisation_id
    window among_them as (partition by versions.method_version, waves.wave, now.industry)
)

select
    method_version,
    wave,
    organisation_id,
    (rank_now - rank_before)::integer as rank_change,
    (rank_now_old - rank_before_old)::integer as rank_data_part,
    (rank_now_new - rank_now_old)::integer as rank_method_part,
    ((rank_now - rank_now_new) - (rank_before - rank_before_old))::integer as rank_entry_exit_part
from ranked
