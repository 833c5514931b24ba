with mapped as (
    select distinct
        feed,
        wave,
        unnest(margins).margin as margin
    from {{ ref('int_survey__respondents') }}
    where not has_final_weight
),

population as (
    select
        wave,
        margin,
        list(category order by category_position) as categories
    from {{ ref('int_reference__population_margins') }}
    group by wave, margin
)

select
    mapped.feed,
    mapped.wave,
    list(mapped.margin order by mapped.margin) as margins,
    list(population.categories order by mapped.margin) as categories
from mapped
inner join population using (wave, margin)
group by mapped.feed, mapped.wave
