-- V = V_now + V_before - 2 Cov: who answers in both waves carries part of a deviation from one to the other. Centred
-- and scaled as the variances are, so that the same units in both waves give the variance of their differences.
with units as (
    select * from {{ ref('int_change__units') }}
),

waves as (
    select * from {{ ref('int_change__waves') }}
),

design as (
    select distinct
        method_version,
        wave,
        stratum_id,
        psu_id
    from {{ ref('int_survey__design') }}
    where evaluation_type = 'relational' and is_in_wave
),

strata as (
    select
        method_version,
        wave,
        figure,
        side,
        stratum_id,
        n_h,
        count(*) as count_units,
        {{ sum_of_deviations('z') }} as total,
        {{ sum_of_products('z', 'z') }} as total_of_squares,
        {{ stratum_centre('total', 'n_h') }} as centre,
        sqrt({{ stratum_scale('n_h') }}) as scale
    from units
    group by method_version, wave, figure, side, stratum_id, n_h
),

sides as (
    select
        method_version,
        wave,
        figure,
        side,
        greatest({{ design_covariance('total_of_squares', 'total', 'total', 'n_h') }}, 0) as variance,
        sum(count_units)::bigint - count(*) as df
    from strata
    group by method_version, wave, figure, side
),

both_sides as (
    select
        method_version,
        wave,
        figure,
        sum(variance) as variance,
        min(df) as df
    from sides
    group by method_version, wave, figure
    having count(*) = 2
),

-- Whoever is in the design of both waves, by the stratum now and the stratum earlier.
returners as (
    select
        design.method_version,
        design.wave,
        design.psu_id,
        design.stratum_id,
        earlier.stratum_id as stratum_before
    from design
    inner join waves using (wave)
    inner join design as earlier
        on
            design.method_version = earlier.method_version
            and design.psu_id = earlier.psu_id
            and waves.wave_before = earlier.wave
),

returning_counts as (
    select
        method_version,
        wave,
        stratum_id,
        stratum_before,
        count(*) as count_units
    from returners
    group by method_version, wave, stratum_id, stratum_before
),

returning_now as (
    select
        units.*,
        returners.stratum_before
    from units
    inner join returners using (method_version, wave, psu_id, stratum_id)
    where units.side = 'now'
),

returning_before as (
    select
        units.method_version,
        units.wave,
        units.figure,
        units.psu_id,
        units.z,
        returners.stratum_id,
        returners.stratum_before
    from units
    inner join returners
        on
            units.method_version = returners.method_version
            and units.wave = returners.wave
            and units.psu_id = returners.psu_id
            and units.stratum_id = returners.stratum_before
    where units.side = 'before'
),

products as (
    select
        coalesce(returning_now.method_version, returning_before.method_version) as method_version,
        coalesce(returning_now.wave, returning_before.wave) as wave,
        coalesce(returning_now.figure, returning_before.figure) as figure,
        coalesce(returning_now.stratum_id, returning_before.stratum_id) as stratum_id,
        coalesce(returning_now.stratum_before, returning_before.stratum_before) as stratum_before,
        {{ sum_of_deviations('returning_now.z') }} as total_now,
        {{ sum_of_deviations('returning_before.z') }} as total_before,
        {{ sum_of_products('returning_now.z', 'returning_before.z') }} as total_of_products
    from returning_now
    full join returning_before
        on
            returning_now.method_version = returning_before.method_version
            and returning_now.wave = returning_before.wave
            and returning_now.figure = returning_before.figure
            and returning_now.psu_id = returning_before.psu_id
            and returning_now.stratum_id = returning_before.stratum_id
            and returning_now.stratum_before = returning_before.stratum_before
    group by all
),

covariances as (
    select
        both_sides.method_version,
        both_sides.wave,
        both_sides.figure,
        {{ sum_of_deviations('
            strata.scale * strata_before.scale * (
                coalesce(products.total_of_products, 0)
                - strata_before.centre * coalesce(products.total_now, 0)
                - strata.centre * coalesce(products.total_before, 0)
                + returning_counts.count_units * strata.centre * strata_before.centre
            )
        ') }} as covariance
    from both_sides
    inner join returning_counts using (method_version, wave)
    left join products using (method_version, wave, figure, stratum_id, stratum_before)
    left join strata
        on
            both_sides.method_version = strata.method_version
            and both_sides.wave = strata.wave
            and both_sides.figure = strata.figure
            and returning_counts.stratum_id = strata.stratum_id
            and strata.side = 'now'
    left join strata as strata_before
        on
            both_sides.method_version = strata_before.method_version
            and both_sides.wave = strata_before.wave
            and both_sides.figure = strata_before.figure
            and returning_counts.stratum_before = strata_before.stratum_id
            and strata_before.side = 'before'
    group by both_sides.method_version, both_sides.wave, both_sides.figure
)

select
    both_sides.method_version,
    both_sides.wave,
    both_sides.figure,
    both_sides.df,
    round(coalesce(covariances.covariance, 0), 15) as covariance,
    case
        when both_sides.df >= 1
            then round(greatest(both_sides.variance - 2 * coalesce(covariances.covariance, 0), 0), 15)
    end as variance
from both_sides
left join covariances using (method_version, wave, figure)
