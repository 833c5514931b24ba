with admissions as (
    select * from {{ ref('int_rank__admissions') }}
    where unranked_reason is null and has_inference
),

dimension_scores as (
    select * from {{ ref('int_index__dimension_scores') }}
    where index_kind = 'survey' and window_kind = 'wave' and is_in_use
)

select
    admissions.method_version,
    admissions.wave,
    admissions.industry,
    admissions.organisation_id,
    dimension_scores.dimension,
    dimension_scores.score::double as score,
    dimension_scores.weight::double as weight,
    admissions.score as index_score,
    admissions.score_geometric as index_geometric,
    admissions.df::double as df
from admissions
inner join dimension_scores using (method_version, wave, organisation_id)
