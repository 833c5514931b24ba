{#- Differences of a thousandth of a point, on a scale of a hundred, are none. -#}
{% set smallest_moment = '1e-6' %}

-- Weights are trade-offs, not importances: a dimension in which organisations differ more weighs more in their order.
with dimension_scores as (
    select * from {{ ref('int_index__dimension_scores') }}
    where index_kind = 'survey' and window_kind = 'wave'
),

index_scores as (
    select * from {{ ref('int_index__index_scores') }}
    where index_kind = 'survey' and window_kind = 'wave' and score is not null
),

contributions as (
    select
        index_scores.method_version,
        index_scores.wave,
        index_scores.industry,
        index_scores.organisation_id,
        dimension_scores.dimension,
        dimension_scores.position as place,
        dimension_scores.is_in_use,
        dimension_scores.score::double as score,
        coalesce(dimension_scores.weight * dimension_scores.score, 0)::double as contribution,
        index_scores.score as index_score
    from index_scores
    inner join dimension_scores using (method_version, wave, organisation_id)
),

-- Distances from the mean of the industry.
centred as (
    select
        method_version,
        wave,
        dimension,
        place,
        is_in_use,
        score - {{ exact_sum('score') }} over industry_dimension / count(score) over industry_dimension as score,
        contribution - {{ exact_sum('contribution') }} over industry_dimension / count(*) over industry_dimension
            as contribution,
        index_score - {{ exact_sum('index_score') }} over industry_dimension / count(*) over industry_dimension
            as index_score
    from contributions
    window industry_dimension as (partition by method_version, wave, industry, dimension)
),

moments as (
    select
        method_version,
        wave,
        dimension,
        any_value(place) as place,
        count(*) as count_organisations,
        {{ exact_sum('contribution * index_score') }}::double as contribution_by_index,
        {{ exact_sum('score * index_score') }} filter (where is_in_use)::double as score_by_index,
        {{ exact_sum('score * score') }} filter (where is_in_use)::double as score_by_score,
        {{ exact_sum('index_score * index_score') }} filter (where is_in_use)::double as index_in_use
    from centred
    group by method_version, wave, dimension
),

-- An index is the sum of its contributions, so its own moment is the sum of theirs: however small the differences are,
-- and whatever was rounded on the way, the weights add up to one.
weighed as (
    select
        *,
        {{ exact_sum('contribution_by_index') }} over (partition by method_version, wave)::double as index_by_index
    from moments
)

select
    weighed.method_version,
    weighed.wave,
    weighed.dimension,
    weighed.count_organisations,
    case
        when weighed.index_by_index >= {{ smallest_moment }} then
            round(weighed.contribution_by_index / weighed.index_by_index, 9)
    end as effective_weight,
    -- what was rounded on the way leads nowhere beyond one
    case
        when weighed.score_by_score * weighed.index_in_use > 0 then
            greatest(-1, least(1, round(
                weighed.score_by_index / sqrt(weighed.score_by_score * weighed.index_in_use), 9
            )))
    end as index_correlation,
    case when weighed.index_by_index < {{ smallest_moment }} then 'no_differences' end as effective_weight_reason
from weighed
order by weighed.method_version, weighed.wave, weighed.place
