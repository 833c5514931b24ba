-- Slopes of the index on the indicators that two waves share, where they differ from the wave's own.
with slopes as (
    select
        *,
        period::integer as wave
    from {{ ref('int_inference__indicator_slopes') }}
    where window_kind = 'wave'
),

scores as (
    select * from {{ ref('int_change__scores') }}
),

indicators as (
    select * from {{ ref('int_change__indicators') }}
),

survey_indicators as (
    select * from {{ ref('int_method__survey_indicators') }}
),

scaled as (
    select distinct
        slopes.method_version,
        slopes.organisation_id,
        slopes.wave,
        indicators.basis_wave,
        slopes.indicator,
        slopes.index_slope * indicators.index_share / indicators.own_share / slopes.total_weight as slope,
        slopes.indicator_figure
    from slopes
    inner join scores using (method_version, organisation_id, wave)
    inner join indicators using (method_version, industry, wave, compared_wave, indicator)
    where indicators.basis_wave != indicators.wave
),

collected as (
    select
        method_version,
        organisation_id,
        wave,
        basis_wave,
        list(indicator) as given_indicators,
        list(slope) as given_slopes,
        list(slope * indicator_figure) as given_centres
    from scaled
    group by method_version, organisation_id, wave, basis_wave
)

select
    collected.method_version,
    collected.organisation_id,
    collected.wave,
    collected.basis_wave,
    {{ in_order_of_indicators('collected.given_slopes', 'collected.given_indicators') }} as slopes,
    {{ in_order_of_indicators('collected.given_centres', 'collected.given_indicators') }} as centres,
    {{ among_indicators('collected.given_indicators') }} as is_used
from collected
inner join survey_indicators using (method_version)
