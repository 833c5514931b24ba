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
    min(persons.person_number) as cell_number,
    any_value(margins.margins) as margins,
    persons.categories,
    {%- for cleaning in cleaning_levels() %}
    count(*) filter (where persons.is_kept_{{ cleaning }}) as count_{{ cleaning }},
    {%- endfor %}
    persons.base_weight
from persons
inner join margins
    on
        persons.feed = margins.feed
        and persons.wave = margins.wave
group by persons.method_version, persons.feed, persons.wave, persons.categories, persons.base_weight
