with index_scores as (
    select * from {{ ref('int_index__index_scores') }}
    where window_kind = 'wave'
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
),

build as (
    select * from {{ ref('stg_ledger__build') }}
),

admitted as (
    select
        index_scores.*,
        case
            when index_scores.index_kind != 'survey' then 'other_index_kind'
            when index_scores.score is null then 'no_index'
            when index_scores.count_evaluations < parameters.rank_minimum_evaluations then 'base_too_small'
        end as unranked_reason
    from index_scores
    inner join parameters on index_scores.method_version = parameters.method_version
),

ranked as (
    select
        *,
        case
            when unranked_reason is null
                then rank() over (
                    partition by method_version, wave, industry, unranked_reason
                    order by score desc
                )
        end as rank_in_industry
    from admitted
)

select
    ranked.method_version,
    ranked.organisation_id,
    ranked.wave,
    ranked.index_kind,
    ranked.industry,
    ranked.score,
    ranked.score_geometric,
    round(ranked.score - ranked.score_geometric, 9) as imbalance_penalty,
    null::double as standard_error,
    null::double as ci_low,
    null::double as ci_high,
    ranked.count_evaluations,
    -- every respondent's weight is 1
    ranked.count_evaluations::double as count_effective,
    ranked.dimensions_used,
    ranked.weight_coverage,
    ranked.rank_in_industry::integer as rank_in_industry,
    null::integer as rank_low,
    null::integer as rank_high,
    ranked.unranked_reason,
    ranked.is_proxy,
    ranked.score is null as is_suppressed,
    ranked.suppression_reason,
    build.build_id
from ranked
cross join build
order by ranked.method_version, ranked.organisation_id, ranked.wave, ranked.index_kind
