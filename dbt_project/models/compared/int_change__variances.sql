-- Of a change, whose parts are the figures of two waves: who answers in both carries part of a deviation over.
with slopes as (
    select * from {{ ref('int_change__slopes') }}
),

of_a_wave as (
    select
        method_version,
        wave as wave_a,
        organisation_a,
        indicator_a,
        wave as wave_b,
        organisation_b,
        indicator_b,
        covariance
    from {{ ref('int_inference__wave_covariances') }}
),

-- A wave and the one before stand there once, and count twice in a square.
over_waves as (
    select * replace (2 * covariance as covariance)
    from {{ source('waist', 'int_design__shared_covariances') }}
    where wave_a != wave_b
),

covariances as (
    select * from of_a_wave
    union all by name
    select * from over_waves
),

variances as (
    select
        a.method_version,
        a.wave,
        a.figure,
        {{ sum_of_products('a.slope * b.slope', 'covariances.covariance') }} as variance
    from covariances
    inner join slopes as a
        on
            covariances.method_version = a.method_version
            and covariances.wave_a = a.side_wave
            and covariances.organisation_a = a.organisation_id
            and covariances.indicator_a = a.indicator
    inner join slopes as b
        on
            a.method_version = b.method_version
            and a.wave = b.wave
            and a.figure = b.figure
            and covariances.wave_b = b.side_wave
            and covariances.organisation_b = b.organisation_id
            and covariances.indicator_b = b.indicator
    group by all
),

-- Of an organisation, units that answer any of the indicators; of several, those that evaluate any of them.
organisations as (
    select
        method_version,
        wave,
        figure,
        side_wave,
        organisation_id,
        list(position) as positions
    from slopes
    group by all
),

figures as (
    select
        method_version,
        wave,
        figure,
        side_wave,
        list(organisation_id) as organisations
    from organisations
    group by all
),

counts as (
    select
        organisations.method_version,
        organisations.wave,
        organisations.figure,
        organisations.side_wave,
        unit_counts.stratum_id,
        unit_counts.count_units
    from organisations
    inner join {{ source('waist', 'int_design__unit_counts') }} as unit_counts
        on
            organisations.method_version = unit_counts.method_version
            and organisations.organisation_id = unit_counts.organisation_id
            and unit_counts.window_kind = 'wave'
            and organisations.side_wave::varchar = unit_counts.period
            and unit_counts.evaluation_type = 'relational'
            and list_has_any(organisations.positions, unit_counts.positions)
    where organisations.figure = organisations.organisation_id
    union all
    select
        figures.method_version,
        figures.wave,
        figures.figure,
        figures.side_wave,
        together.stratum_id,
        together.count_units
    from figures
    inner join {{ source('waist', 'int_design__evaluators') }} as together
        on
            figures.method_version = together.method_version
            and figures.side_wave = together.wave
            and list_has_any(figures.organisations, together.organisations)
    where figures.figure = '*'
),

sides as (
    select
        method_version,
        wave,
        figure,
        side_wave,
        sum(count_units)::bigint - count(distinct stratum_id) as df
    from counts
    group by all
),

degrees as (
    select
        method_version,
        wave,
        figure,
        min(df) as df
    from sides
    group by all
    having count(*) = 2
)

select
    degrees.*,
    case when degrees.df >= 1 then round(greatest(variances.variance, 0), 15) end as variance
from degrees
inner join variances using (method_version, wave, figure)
