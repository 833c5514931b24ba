-- Slopes of the index on the indicators that two waves share, where they differ from the wave's own.
with slopes as (
    select
        *,
        period::integer as wave
    from {{ ref('int_inference__figure_slopes') }}
    where figure = 'index' and window_kind = 'wave'
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
        slopes.slope * indicators.index_share / indicators.own_share / slopes.total_weight as slope,
        slopes.indicator_figure
    from slopes
    inner join scores
        on
            slopes.method_version = scores.method_version
            and slopes.organisation_id = scores.organisation_id
            and slopes.wave = scores.wave
    inner join indicators
        on
            scores.method_version = indicators.method_version
            and scores.industry = indicators.industry
            and scores.wave = indicators.wave
            and scores.compared_wave = indicators.compared_wave
            and slopes.indicator = indicators.indicator
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
inner join survey_indicators on collected.method_version = survey_indicators.method_version
