with index_scores as (
    select * from {{ ref('fct_index_score') }}
    where index_kind = 'survey'
),

nps as (
    select * from {{ ref('fct_nps') }}
    where evaluation_type = 'relational'
),

organisations as (
    select * from {{ ref('dim_organisation_wave') }}
),

versions as (
    select * from {{ ref('method_version') }}
),

dimension_scores as (
    select
        scores.*,
        dimensions.label_en,
        dimensions.position
    from {{ ref('fct_dimension_score') }} as scores
    inner join {{ ref('dim_dimension') }} as dimensions using (method_version, dimension)
    where scores.index_kind = 'survey'
),

places as (
    select * from {{ ref('int_rank__organisations') }}
),

left_out as (
    select
        method_version,
        organisation_id,
        wave,
        string_agg(label_en, ', ' order by position) as dimensions_left_out
    from dimension_scores
    where not is_in_use
    group by method_version, organisation_id, wave
)

select
    index_scores.method_version,
    index_scores.wave,
    index_scores.industry,
    index_scores.organisation_id,
    organisations.name as organisation_name,
    versions.is_headline,
    versions.frozen_on is null as is_provisional,
    index_scores.rank_in_industry as rank,
    index_scores.rank_low,
    index_scores.rank_high,
    index_scores.score,
    index_scores.score_geometric,
    index_scores.imbalance_penalty,
    index_scores.standard_error,
    index_scores.ci_low,
    index_scores.ci_high,
    nps.nps,
    nps.standard_error as nps_standard_error,
    nps.ci_low as nps_ci_low,
    nps.ci_high as nps_ci_high,
    index_scores.count_evaluations,
    index_scores.dimensions_used,
    left_out.dimensions_left_out,
    places.verdict,
    places.count_ranked,
    places.count_organisations,
    places.is_leader,
    places.is_rival,
    places.is_in_best_set,
    places.tier,
    round(places.method_share, 9) as method_share,
    round(places.method_share_error, 9) as method_share_error,
    places.weakest_choice,
    round(places.weakest_share, 9) as weakest_share,
    places.method_rank_low,
    places.method_rank_high,
    round(places.combined_share, 9) as combined_share,
    places.combined_rank_low,
    places.combined_rank_high,
    round(places.next_lead, 9) as next_lead,
    round(places.next_p_value, 9) as next_p_value,
    index_scores.is_proxy,
    index_scores.is_narrow,
    index_scores.is_suppressed,
    index_scores.suppression_reason,
    index_scores.unranked_reason,
    index_scores.changed_since_build
from index_scores
inner join organisations using (organisation_id, wave)
inner join versions using (method_version)
left join places using (method_version, organisation_id, wave)
left join left_out using (method_version, organisation_id, wave)
left join nps using (method_version, organisation_id, wave)
order by index_scores.method_version, index_scores.wave, index_scores.industry, index_scores.organisation_id
