with margins as (
    select * from {{ ref('stg_reference__margins') }}
),

waves as (
    select distinct wave
    from {{ ref('stg_survey__evaluations') }}
),

-- A margin of the wave itself goes before one that states none: that holds from the year of its delivery on, and the
-- first also before.
applicable as (
    select
        margins.margin_number,
        margins.margin,
        margins.category,
        margins.category_order,
        margins.population,
        waves.wave
    from margins
    inner join waves on margins.wave = waves.wave or margins.wave is null
    qualify
        rank() over (
            partition by waves.wave, margins.margin
            order by
                margins.wave is null,
                margins.list_wave > waves.wave,
                abs(margins.list_wave - waves.wave)
        ) = 1
)

select
    wave,
    margin,
    category,
    row_number() over (partition by wave, margin order by category_order nulls last, category) as category_position,
    population
from applicable
qualify row_number() over (partition by wave, margin, category order by margin_number desc) = 1
