with persons as (
    select * from {{ ref('int_survey__persons') }}
),

cells as (
    select * from {{ ref('int_survey__raking_cells') }}
),

cell_weights as (
    select
        method_version,
        cell_number,
        {% for cleaning in ['none', 'm1', 'strict'] %}
        any_value(weight_raked) filter (where cleaning = '{{ cleaning }}') as weight_{{ cleaning }}_raked,
        any_value(weight_trimmed) filter (where cleaning = '{{ cleaning }}') as weight_{{ cleaning }}_trimmed
        {{- ',' if not loop.last }}
        {% endfor %}
    from {{ ref('int_survey__cell_weights') }}
    group by method_version, cell_number
)

select
    persons.method_version,
    persons.person_number,
    cell_weights.* exclude (method_version, cell_number)
from persons
inner join cells
    on
        persons.method_version = cells.method_version
        and persons.feed = cells.feed
        and persons.wave = cells.wave
        and persons.categories = cells.categories
        and persons.base_weight = cells.base_weight
inner join cell_weights
    on
        cells.method_version = cell_weights.method_version
        and cells.cell_number = cell_weights.cell_number
