-- The grade of all organisations together. Those that came or went change it too: that part stands apart.
with scores as (
    select * from {{ ref('int_change__scores') }}
    where wave = compared_wave
),

waves as (
    select * from {{ source('waist', 'int_survey__waves') }}
),

versions as (
    select * from {{ ref('int_method__predecessors') }}
),

members as (
    select * from {{ ref('int_change__members') }}
    where figure = '*'
),

tests as (
    select * from {{ ref('int_change__tests') }}
    where figure = '*'
),

grades as (
    select
        method_version,
        wave,
        count(*) filter (where is_comparable) as count_organisations,
        count(*) filter (where not is_comparable) as count_left_out,
        any_value(dimensions_used) filter (where is_comparable) as dimensions_used,
        round({{ exact_sum('score') }} filter (where is_comparable)::double / count(*) filter (where is_comparable), 9)
            as grade
    from scores
    group by method_version, wave
),

splits as (
    select
        members.method_version,
        members.wave,
        count(*) as count_in_split,
        round({{ exact_sum('by_old.score - by_old.score_before') }}::double / count(*), 9) as data_part,
        round({{ exact_sum('members.score - by_old.score') }}::double / count(*), 9) as method_part
    from members
    inner join versions using (method_version)
    inner join members as by_old
        on
            versions.method_before = by_old.method_version
            and members.wave = by_old.wave
            and members.organisation_id = by_old.organisation_id
    group by members.method_version, members.wave
),

stayers as (
    select
        method_version,
        wave,
        count(*) as count_stayed
    from members
    group by method_version, wave
)

select
    versions.method_version,
    waves.wave,
    waves.wave_before,
    grades.grade,
    coalesce(grades.count_organisations, 0) as count_organisations,
    coalesce(grades.count_left_out, 0) as count_left_out,
    grades.dimensions_used,
    coalesce(stayers.count_stayed, 0) as count_stayed,
    round(tests.delta, 9) as delta,
    round(tests.standard_error, 9) as standard_error,
    round(tests.ci_low, 9) as ci_low,
    round(tests.ci_high, 9) as ci_high,
    round(tests.p_value, 9) as p_value,
    case
        when grades.grade is null then 'no_index'
        when waves.wave_before is null then 'no_earlier_wave'
        when tests.delta is null then 'no_organisation_in_both_waves'
    end as change_reason,
    versions.method_before,
    round(grades.grade - grades_before.grade, 9) as total_change,
    splits.data_part,
    splits.method_part,
    round(grades.grade - grades_before.grade - splits.data_part - splits.method_part, 9) as entry_exit_part
from versions
cross join waves
left join grades using (method_version, wave)
left join grades as grades_before
    on
        versions.method_before = grades_before.method_version
        and waves.wave_before = grades_before.wave
left join stayers using (method_version, wave)
left join tests using (method_version, wave)
left join splits using (method_version, wave)
order by versions.method_version, waves.wave
