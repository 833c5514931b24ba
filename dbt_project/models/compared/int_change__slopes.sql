-- How much a change moves with the figures of its indicators: up with those of the wave, down with those of the wave
-- before. An index of the indicators that both waves share has other slopes than the wave's own.
with members as (
    select * from {{ ref('int_change__members') }}
),

slopes as (
    select
        *,
        period::integer as wave
    from {{ ref('int_inference__figure_slopes') }}
    where window_kind = 'wave' and figure = 'index'
),

indicators as (
    select * from {{ ref('int_change__indicators') }}
),

sides as (
    select
        method_version,
        wave,
        figure,
        organisation_id,
        coefficient,
        wave as side_wave,
        wave_before as compared_wave
    from members
    union all
    select
        method_version,
        wave,
        figure,
        organisation_id,
        -coefficient as coefficient,
        wave_before as side_wave,
        wave as compared_wave
    from members
)

select
    sides.method_version,
    sides.wave,
    sides.figure,
    sides.side_wave,
    sides.organisation_id,
    slopes.indicator,
    slopes.position,
    sides.coefficient * slopes.slope * case
        when indicators.basis_wave = indicators.wave then 1
        else indicators.index_share / indicators.own_share
    end as slope
from sides
inner join slopes
    on
        sides.method_version = slopes.method_version
        and sides.side_wave = slopes.wave
        and sides.organisation_id = slopes.organisation_id
inner join {{ source('waist', 'int_survey__organisation_waves') }} as organisations
    on
        sides.method_version = organisations.method_version
        and sides.side_wave = organisations.wave
        and sides.organisation_id = organisations.organisation_id
inner join indicators
    on
        sides.method_version = indicators.method_version
        and organisations.industry = indicators.industry
        and sides.side_wave = indicators.wave
        and sides.compared_wave = indicators.compared_wave
        and slopes.indicator = indicators.indicator
