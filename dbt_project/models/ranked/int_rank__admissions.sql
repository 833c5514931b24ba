with index_scores as (
    select * from {{ ref('int_index__index_scores') }}
    where index_kind = 'survey' and window_kind = 'wave'
),

variances as (
    select * from {{ ref('int_inference__figure_variances') }}
    where figure = 'index' and window_kind = 'wave'
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
),

incomplete_waves as (
    select distinct wave from {{ source('waist', 'stg_ledger__absences') }}
),

admitted as (
    select
        index_scores.method_version,
        index_scores.wave,
        index_scores.industry,
        index_scores.organisation_id,
        index_scores.score,
        index_scores.score_geometric,
        index_scores.dimensions_used,
        variances.df,
        parameters.has_inference = 1 as has_inference,
        case
            when index_scores.score is null then 'no_index'
            when incomplete_waves.wave is not null then 'incomplete_deliveries'
            when index_scores.is_narrow then 'narrow'
            when index_scores.count_evaluations < parameters.rank_minimum_evaluations then 'base_too_small'
            when
                coalesce(index_scores.count_effective, 0) < parameters.rank_minimum_effective
                then 'effective_base_too_small'
            -- an unknown standard error may be any
            when coalesce(variances.standard_error, 100) > parameters.rank_maximum_standard_error then 'imprecise'
        end as unranked_reason
    from index_scores
    inner join parameters using (method_version)
    left join variances using (method_version, period, organisation_id)
    left join incomplete_waves using (wave)
)

select
    *,
    case
        when unranked_reason is null
            then rank() over (
                partition by method_version, wave, industry, unranked_reason
                order by score desc
            )
    end as rank
from admitted
