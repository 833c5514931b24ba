-- A weight is null where the evaluation does not count; sums are relative, so every survey's weights have mean 1.
{% set cleanings = ['none', 'm1', 'strict'] %}

with flags as (
    select * from {{ ref('int_survey__evaluation_flags') }}
    where is_kept_none
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

means as (
    select
        feed,
        wave,
        evaluation_type,
        {{ exact_sum('base_weight') }} / count(*) as base_weight
    from {{ ref('stg_survey__evaluations') }}
    group by feed, wave, evaluation_type
),

evaluations as (
    select
        evaluations.*,
        evaluations.evaluation_type = 'relational' as is_relational,
        respondents.person_number,
        evaluations.base_weight / means.base_weight as relative_base_weight
    from {{ ref('stg_survey__evaluations') }} as evaluations
    inner join means
        on
            evaluations.feed = means.feed
            and evaluations.wave = means.wave
            and evaluations.evaluation_type = means.evaluation_type
    left join respondents
        on evaluations.evaluation_number = respondents.evaluation_number
),

person_weights as (
    select * from {{ ref('int_survey__person_weights') }}
),

weighted as (
    select
        flags.method_version,
        flags.evaluation_number,
        parameters.is_weighted = 1 and person_weights.person_number is not null as is_raked,
        case
            when not flags.is_kept then null
            when parameters.is_weighted = 0 then 1
            when not evaluations.is_relational then evaluations.relative_base_weight
            else
                evaluations.count_qualified
                * coalesce(person_weights.weight_m1_trimmed, evaluations.relative_base_weight)
        end as weight,
        {%- for cleaning in cleanings %}
        {%- for weighting in ['raked', 'trimmed'] %}
        case
            when not flags.is_kept_{{ cleaning }} or not evaluations.is_relational then null
            when parameters.is_weighted = 0 then 1
            else
                evaluations.count_qualified
                * coalesce(person_weights.weight_{{ cleaning }}_{{ weighting }}, evaluations.relative_base_weight)
        end as weight_{{ cleaning }}_{{ weighting }},
        {%- endfor %}
        case
            when not flags.is_kept_{{ cleaning }} or not evaluations.is_relational then null
            when parameters.is_weighted = 0 then 1
            else evaluations.count_qualified
        end as weight_{{ cleaning }}_none
        {{- ',' if not loop.last }}
        {%- endfor %}
    from flags
    inner join evaluations on flags.evaluation_number = evaluations.evaluation_number
    inner join parameters on flags.method_version = parameters.method_version
    left join person_weights
        on
            flags.method_version = person_weights.method_version
            and evaluations.person_number = person_weights.person_number
)

select
    method_version,
    evaluation_number,
    is_raked,
    weight::double as weight,
    {%- for cleaning in cleanings %}
    {%- set last_cleaning = loop.last %}
    {%- for weighting in ['none', 'raked', 'trimmed'] %}
    weight_{{ cleaning }}_{{ weighting }}::double as weight_{{ cleaning }}_{{ weighting }}
    {{- ',' if not (loop.last and last_cleaning) }}
    {%- endfor %}
    {%- endfor %}
from weighted
