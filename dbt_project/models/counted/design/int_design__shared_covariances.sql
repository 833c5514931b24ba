-- How the figures of two organisations of a wave, or of a wave and the one before, vary together: through the units
-- that stand behind both. Each deviation is scaled and centred in its own wave and stratum, so that the same units in
-- both waves have the variance of their differences: method page, sections 5 and 8.
with units as (
    select * from {{ ref('int_design__wave_deviations') }}
),

waves as (
    select * from {{ ref('int_survey__waves') }}
),

-- A figure of a single stratum has its mean there: nothing is left to centre.
strata as (
    select
        method_version,
        wave,
        stratum_id,
        organisation_id,
        indicator,
        figure_number,
        case
            when count(*) over (partition by figure_number) = 1 then 0
            else {{ stratum_centre(sum_of_steps('deviation'), 'any_value(n_h)') }}
        end as centre
    from units
    group by method_version, wave, stratum_id, organisation_id, indicator, figure_number
),

-- Where a unit of any organisation meets itself: in its stratum, and in one of the wave before. Needed where a figure
-- is centred.
members as (
    select distinct
        method_version,
        wave,
        stratum_id,
        psu_id
    from {{ ref('int_survey__design') }}
    where evaluation_type = 'relational' and is_in_wave
),

centred_strata as (
    select distinct stratum_id
    from strata
    where centre != 0
),

meeting as (
    select
        method_version,
        psu_id,
        stratum_id as stratum_a,
        stratum_id as stratum_b
    from members
    union all
    select
        members.method_version,
        members.psu_id,
        members.stratum_id as stratum_a,
        earlier.stratum_id as stratum_b
    from members
    inner join waves using (wave)
    inner join members as earlier
        on
            members.method_version = earlier.method_version
            and members.psu_id = earlier.psu_id
            and waves.wave_before = earlier.wave
),

encounters as (
    select * from meeting
    where
        stratum_a in (select centred_strata.stratum_id from centred_strata)
        or stratum_b in (select centred_strata.stratum_id from centred_strata)
),

-- Organisations of one wave in the order of their codes: a pair stands there once.
sharing as (
    select
        method_version,
        stratum_id,
        psu_id
    from units
    group by method_version, stratum_id, psu_id
    having min(organisation_id) != max(organisation_id)
),

products as (
    select
        a.figure_number as figure_a,
        b.figure_number as figure_b,
        {{ sum_of_step_products('a.deviation', 'b.deviation') }} as total
    from sharing
    inner join units as a using (method_version, stratum_id, psu_id)
    inner join units as b using (method_version, stratum_id, psu_id)
    where a.organisation_id < b.organisation_id
    group by all
    union all
    select
        a.figure_number as figure_a,
        b.figure_number as figure_b,
        {{ sum_of_step_products('a.deviation', 'b.deviation') }} as total
    from units as a
    inner join waves on a.wave = waves.wave
    inner join units as b
        on
            a.method_version = b.method_version
            and a.psu_id = b.psu_id
            and waves.wave_before = b.wave
    group by all
),

-- What centring takes away, which needs no unit that stands behind both figures.
meetings as (
    select
        method_version,
        stratum_a,
        stratum_b,
        count(*) as count_units
    from encounters
    group by all
),

{% for side in ['a', 'b'] %}
meeting_{{ side }} as (
    select
        units.figure_number,
        encounters.stratum_a,
        encounters.stratum_b,
        {{ sum_of_steps('units.deviation') }} as total
    from units
    inner join encounters
        on
            units.method_version = encounters.method_version
            and units.psu_id = encounters.psu_id
            and units.stratum_id = encounters.stratum_{{ side }}
    group by all
),

{% endfor %}
centred as (
    select
        a.figure_number as figure_a,
        b.figure_number as figure_b,
        {{ sum_of_deviations('
            meetings.count_units * a.centre * b.centre
            - coalesce(meeting_a.total, 0) * b.centre
            - coalesce(meeting_b.total, 0) * a.centre
        ') }} as total
    from meetings
    inner join strata as a
        on
            meetings.method_version = a.method_version
            and meetings.stratum_a = a.stratum_id
    inner join strata as b
        on
            meetings.method_version = b.method_version
            and meetings.stratum_b = b.stratum_id
    left join meeting_a
        on
            a.figure_number = meeting_a.figure_number
            and meetings.stratum_a = meeting_a.stratum_a
            and meetings.stratum_b = meeting_a.stratum_b
    left join meeting_b
        on
            b.figure_number = meeting_b.figure_number
            and meetings.stratum_a = meeting_b.stratum_a
            and meetings.stratum_b = meeting_b.stratum_b
    where
        (a.centre != 0 or b.centre != 0)
        and (a.wave != b.wave or a.organisation_id < b.organisation_id)
    group by a.figure_number, b.figure_number
),

parts as (
    select * from products
    union all
    select * from centred
),

-- two parts at most, whose order does not matter
covariances as (
    select
        figure_a,
        figure_b,
        sum(total) as total
    from parts
    group by figure_a, figure_b
),

figures as (
    select distinct
        strata.figure_number,
        strata.method_version,
        strata.wave,
        strata.organisation_id,
        strata.indicator,
        sums.total_weight::double as total_weight
    from strata
    inner join {{ ref('int_survey__indicator_sums') }} as sums
        on
            strata.method_version = sums.method_version
            and strata.organisation_id = sums.organisation_id
            and sums.window_kind = 'wave'
            and strata.wave::varchar = sums.period
            and sums.evaluation_type = 'relational'
            and strata.indicator = sums.indicator
)

select
    a.method_version,
    a.wave as wave_a,
    a.organisation_id as organisation_a,
    a.indicator as indicator_a,
    b.wave as wave_b,
    b.organisation_id as organisation_b,
    b.indicator as indicator_b,
    {{ without_steps('covariances.total / (a.total_weight * b.total_weight)') }} as covariance
from covariances
inner join figures as a on covariances.figure_a = a.figure_number
inner join figures as b on covariances.figure_b = b.figure_number
