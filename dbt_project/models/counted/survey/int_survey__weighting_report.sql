with weights as (
    select * from {{ ref('int_survey__weights') }}
    where weight is not null
),

evaluations as (
    select * from {{ ref('stg_survey__evaluations') }}
    where evaluation_type = 'relational'
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
),

raked as (
    select
        method_version,
        feed,
        wave,
        any_value(margins_used) as margins_used,
        nullif(any_value(merged_categories), '') as merged_categories
    from {{ ref('int_survey__cell_weights') }}
    where cleaning = 'as_is'
    group by method_version, feed, wave
),

outside as (
    select
        method_version,
        feed,
        wave,
        unnest(margins_outside) as margin
    from {{ ref('int_survey__persons') }}
    where is_kept_as_is
),

counted_outside as (
    select
        method_version,
        feed,
        wave,
        margin,
        count(*) as count_persons
    from outside
    group by method_version, feed, wave, margin
),

listed_outside as (
    select
        method_version,
        feed,
        wave,
        string_agg(margin || ': ' || count_persons, '; ' order by margin) as answers_outside
    from counted_outside
    group by method_version, feed, wave
),

surveys as (
    select
        weights.method_version,
        evaluations.wave,
        evaluations.feed,
        bool_or(weights.is_raked) as is_raked,
        bool_or(evaluations.has_final_weight) as has_final_weight,
        count(*) as count_evaluations,
        {{ effective_number(
            exact_sum('weights.weight'), exact_sum('weights.weight * weights.weight')
        ) }} as count_effective,
        max(weights.weight) * count(*) / {{ exact_sum('weights.weight') }} as largest_weight
    from weights
    inner join evaluations using (evaluation_number)
    group by weights.method_version, evaluations.wave, evaluations.feed
)

select
    surveys.*,
    surveys.count_evaluations / surveys.count_effective as design_effect,
    surveys.count_evaluations / surveys.count_effective > parameters.design_effect_warning as is_costly,
    raked.margins_used,
    raked.merged_categories,
    listed_outside.answers_outside
from surveys
inner join parameters using (method_version)
left join raked using (method_version, feed, wave)
left join listed_outside using (method_version, feed, wave)
