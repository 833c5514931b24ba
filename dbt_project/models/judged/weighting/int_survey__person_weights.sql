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
        {%- for cleaning in ['none', 'm1', 'strict'] %}
        {%- for weighting in ['raked', 'trimmed'] %}
        any_value(cell_weights.weight_{{ weighting }}) filter (where cell_weights.cleaning = '{{ cleaning }}')
            as weight_{{ cleaning }}_{{ weighting }},
        {%- endfor %}
        {%- endfor %}
        cells.cell_number
    from cells
    inner join cell_weights using (method_version, cell_number)
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
    {%- for cleaning in ['none', 'm1', 'strict'] %}
    {%- for weighting in ['raked', 'trimmed'] %}
    weighted_cells.weight_{{ cleaning }}_{{ weighting }},
    {%- endfor %}
    {%- endfor %}
    weighted_cells.cell_number
from persons
inner join weighted_cells using (method_version, feed, wave, categories, base_weight)
