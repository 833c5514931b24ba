-- What an indicator weighs in the index of those in use in both waves; a wave is compared with itself too.
with waves as (
    select * from {{ source('waist', 'int_survey__waves') }}
),

in_use as (
    select * from {{ ref('int_index__indicators_in_use') }}
    where index_kind = 'survey'
),

dimensions as (
    select * from {{ ref('int_method__dimensions') }}
),

comparisons as (
    select
        wave,
        wave as compared_wave
    from waves
    union all
    select
        wave,
        wave_before as compared_wave
    from waves
    where wave_before is not null
    union all
    select
        wave_before as wave,
        wave as compared_wave
    from waves
    where wave_before is not null
),

common as (
    select
        in_use.method_version,
        in_use.industry,
        in_use.wave,
        comparisons.compared_wave,
        in_use.dimension,
        in_use.indicator,
        in_use.weight / {{ exact_sum('in_use.weight') }} over (
            partition by
                in_use.method_version, in_use.industry, in_use.wave, comparisons.compared_wave, in_use.dimension
        ) as weight_in_dimension
    from in_use
    inner join comparisons using (wave)
    inner join in_use as compared
        on
            in_use.method_version = compared.method_version
            and in_use.industry = compared.industry
            and in_use.indicator = compared.indicator
            and comparisons.compared_wave = compared.wave
),

weighted as (
    select
        common.*,
        common.weight_in_dimension * dimensions.weight as weight
    from common
    inner join dimensions using (method_version, dimension)
),

shares as (
    select
        method_version,
        industry,
        wave,
        compared_wave,
        dimension,
        indicator,
        (weight / {{ exact_sum('weight') }} over (
            partition by method_version, industry, wave, compared_wave
        ))::double as index_share,
        count(*) over (partition by method_version, industry, wave, compared_wave) as count_indicators
    from weighted
),

own as (
    select * from shares
    where wave = compared_wave
)

select
    shares.method_version,
    shares.industry,
    shares.wave,
    shares.compared_wave,
    shares.dimension,
    shares.indicator,
    shares.index_share,
    own.index_share as own_share,
    -- common indicators are among the wave's own: as many are the same
    case when shares.count_indicators = own.count_indicators then shares.wave else shares.compared_wave end
        as basis_wave
from shares
inner join own using (method_version, industry, wave, indicator)
