-- A weight is null where the evaluation does not count, in its wave or in its month. Sums are relative, so every
-- survey's weights have mean 1.
with flags as (
    select * from {{ ref('int_survey__evaluation_flags') }}
    where is_kept_none or is_kept_in_month
),

evaluations as (
    select * from {{ ref('stg_survey__evaluations') }}
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
),

respondents as (
    select
        person_number,
        unnest(evaluation_numbers) as evaluation_number
    from {{ ref('int_survey__respondents') }}
),

cell_weights as (
    select
        {%- for cleaning in cleaning_levels() %}
        {%- for weighting in weighting_levels()[1:] %}
        any_value(weight_{{ weighting }}) filter (where cleaning = '{{ cleaning }}')
            as weight_{{ cleaning }}_{{ weighting }},
        {%- endfor %}
        {%- endfor %}
        method_version,
        cell_number
    from {{ ref('int_survey__cell_weights') }}
    group by method_version, cell_number
),

person_weights as (
    select
        persons.person_number,
        cell_weights.*
    from {{ ref('int_survey__persons') }} as persons
    inner join cell_weights using (method_version, cell_number)
),

means as (
    select
        feed,
        wave,
        evaluation_type,
        {{ exact_sum('base_weight') }} / count(*) as base_weight
    from evaluations
    group by feed, wave, evaluation_type
),

measured as (
    select
        flags.*,
        evaluations.evaluation_type = 'relational' as is_relational,
        evaluations.feed,
        evaluations.wave,
        evaluations.evaluation_type,
        case
            when parameters.is_weighted = 1 and evaluations.evaluation_type = 'relational'
                then evaluations.count_qualified
            else 1
        end as count_qualified,
        case when parameters.is_weighted = 1 then evaluations.base_weight / means.base_weight else 1 end as base_weight,
        respondents.person_number
    from flags
    inner join evaluations using (evaluation_number)
    inner join parameters using (method_version)
    inner join means using (feed, wave, evaluation_type)
    left join respondents using (evaluation_number)
),

person_weighted as (
    select
        measured.method_version,
        measured.evaluation_number,
        measured.feed,
        measured.wave,
        measured.evaluation_type,
        measured.count_qualified,
        person_weights.person_number is not null as is_raked,
        {%- for cleaning in cleaning_levels() %}
        case when measured.is_kept_{{ cleaning }} and measured.is_relational then 1 end
            as weight_{{ cleaning }}_none,
        {%- for weighting in weighting_levels()[1:] %}
        case
            when measured.is_kept_{{ cleaning }} and measured.is_relational
                then coalesce(person_weights.weight_{{ cleaning }}_{{ weighting }}, measured.base_weight)
        end as weight_{{ cleaning }}_{{ weighting }},
        {%- endfor %}
        {%- endfor %}
        case
            when measured.is_kept_in_month and measured.is_relational
                then coalesce(person_weights.weight_as_is_trimmed, measured.base_weight)
            when measured.is_kept_in_month then measured.base_weight
        end as weight_in_month,
        -- What counts in its wave counts in its month.
        case when measured.is_kept then weight_in_month end as weight
    from measured
    left join person_weights using (method_version, person_number)
)

select
    method_version,
    evaluation_number,
    is_raked,
    {%- for cleaning in cleaning_levels() %}
    {%- for weighting in weighting_levels() %}
    ({{ by_chance_of_selection('weight_' ~ cleaning ~ '_' ~ weighting) }})::double
        as weight_{{ cleaning }}_{{ weighting }},
    {%- endfor %}
    {%- endfor %}
    ({{ by_chance_of_selection('weight') }})::double as weight,
    ({{ by_chance_of_selection('weight_in_month', like='weight') }})::double as weight_in_month
from person_weighted
window survey as (partition by method_version, feed, wave, evaluation_type)
