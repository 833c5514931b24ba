-- Weights are trade-offs, not importances: a dimension in which organisations differ more weighs more in their order.
with dimension_scores as (
    select * from {{ ref('int_index__dimension_scores') }}
    where index_kind = 'survey' and window_kind = 'wave'
),

index_scores as (
    select * from {{ ref('int_index__index_scores') }}
    where index_kind = 'survey' and window_kind = 'wave' and score is not null
),

build as (
    select * from {{ ref('stg_ledger__build') }}
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
    inner join dimension_scores
        on
            index_scores.method_version = dimension_scores.method_version
            and index_scores.wave = dimension_scores.wave
            and index_scores.organisation_id = dimension_scores.organisation_id
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
        {{ exact_sum('index_score * index_score') }}::double as index_by_index,
        {{ exact_sum('score * index_score') }} filter (where is_in_use)::double as score_by_index,
        {{ exact_sum('score * score') }} filter (where is_in_use)::double as score_by_score,
        {{ exact_sum('index_score * index_score') }} filter (where is_in_use)::double as index_in_use
    from centred
    group by method_version, wave, dimension
)

select
    moments.method_version,
    moments.wave,
    moments.dimension,
    moments.count_organisations,
    round(moments.contribution_by_index / nullif(moments.index_by_index, 0), 9) as effective_weight,
    round(
        moments.score_by_index / nullif(sqrt(moments.score_by_score * moments.index_in_use), 0), 9
    ) as index_correlation,
    case when moments.index_by_index = 0 then 'no_differences' end as effective_weight_reason,
    build.build_id
from moments
cross join build
order by moments.method_version, moments.wave, moments.place
