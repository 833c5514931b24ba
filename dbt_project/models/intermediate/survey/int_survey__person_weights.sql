with persons as (
    select * from {{ ref('int_survey__persons') }}
),

cells as (
    select * from {{ ref('int_survey__raking_cells') }}
),

cell_weights as (
    select * from {{ ref('int_survey__cell_weights') }}
),

weighted_cells as (
    select
        cells.method_version,
        cells.feed,
        cells.wave,
        cells.categories,
        cells.base_weight,
        {%- for cleaning in cleaning_levels() %}
        {%- for weighting in weighting_levels()[1:] %}
        any_value(cell_weights.weight_{{ weighting }}) filter (where cell_weights.cleaning = '{{ cleaning }}')
            as weight_{{ cleaning }}_{{ weighting }},
        {%- endfor %}
        {%- endfor %}
        cells.cell_number
    from cells
    inner join cell_weights
        on
            cells.method_version = cell_weights.method_version
            and cells.cell_number = cell_weights.cell_number
    group by
        cells.method_version,
        cells.feed,
        cells.wave,
        cells.categories,
        cells.base_weight,
        cells.cell_number
)

select
    persons.method_version,
    persons.person_number,
    {%- for cleaning in cleaning_levels() %}
    {%- for weighting in weighting_levels()[1:] %}
    weighted_cells.weight_{{ cleaning }}_{{ weighting }},
    {%- endfor %}
    {%- endfor %}
    weighted_cells.cell_number
from persons
inner join weighted_cells
    on
        persons.method_version = weighted_cells.method_version
        and persons.feed = weighted_cells.feed
        and persons.wave = weighted_cells.wave
        and persons.categories = weighted_cells.categories
        and persons.base_weight = weighted_cells.base_weight
