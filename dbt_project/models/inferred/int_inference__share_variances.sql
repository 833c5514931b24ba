with parameters as (
    select * from {{ ref('int_method__parameters') }}
    where has_inference = 1
),

units as (
    select observed.*
    from {{ ref('int_inference__share_units') }} as observed
    inner join parameters on observed.method_version = parameters.method_version
),

indicators as (
    select * from {{ ref('int_method__indicators') }}
    where kind = 'rate'
),

outcomes as (
    select * from {{ ref('int_index__operational_values') }}
),

-- Whoever wrote or called in the wave, whatever the organisation.
strata as (
    select
        method_version,
        evidence,
        wave,
        count(distinct psu) as n_h
    from units
    group by method_version, evidence, wave
),

placed as (
    select
        units.method_version,
        units.evidence,
        outcomes.organisation_id,
        units.wave,
        outcomes.indicator,
        unnest([units.part, 'all']) as part,
        units.psu,
        outcomes.value
    from outcomes
    inner join indicators
        on
            outcomes.method_version = indicators.method_version
            and outcomes.indicator = indicators.indicator
    inner join units
        on
            outcomes.method_version = units.method_version
            and outcomes.unit_number = units.unit_number
            and indicators.source = units.evidence
),

summed as (
    select
        * exclude (value),
        sum(value::bigint)::bigint as count_positive,
        count(*) as count_base
    from placed
    group by all
),

shares as (
    select
        method_version,
        evidence,
        organisation_id,
        wave,
        indicator,
        part,
        count(*) as count_units,
        sum(count_base)::bigint as count_base,
        sum(count_positive)::bigint / sum(count_base)::double as proportion,
        sum(count_positive * count_positive)::double as total_positive_squared,
        sum(count_positive * count_base)::double as total_positive_by_base,
        sum(count_base * count_base)::double as total_base_squared
    from summed
    group by all
)

select
    shares.method_version,
    shares.organisation_id,
    shares.wave,
    shares.indicator,
    shares.part,
    shares.count_base,
    shares.proportion,
    shares.count_units - 1 as df,
    -- the deviations (positive - proportion * base) / total base, one per unit, sum to 0
    case
        when shares.count_units > 1 then sqrt(greatest(
            shares.total_positive_squared
            - 2 * shares.proportion * shares.total_positive_by_base
            + power(shares.proportion, 2) * shares.total_base_squared, 0
        ) * strata.n_h / (strata.n_h - 1)) / shares.count_base
    end as standard_error
from shares
inner join strata
    on
        shares.method_version = strata.method_version
        and shares.evidence = strata.evidence
        and shares.wave = strata.wave
