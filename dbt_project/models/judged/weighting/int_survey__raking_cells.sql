with persons as (
    select * from {{ ref('int_survey__persons') }}
),

margins as (
    select * from {{ ref('int_survey__raking_margins') }}
)

select
    persons.method_version,
    persons.feed,
    persons.wave,
    persons.cell_number,
    any_value(margins.margins) as margins,
    any_value(persons.categories) as categories,
    {%- for cleaning in cleaning_levels() %}
    count(*) filter (where persons.is_kept_{{ cleaning }}) as count_{{ cleaning }},
    {%- endfor %}
    any_value(persons.base_weight) as base_weight
from persons
inner join margins using (feed, wave)
group by persons.method_version, persons.feed, persons.wave, persons.cell_number
