with admissions as (
    select * from {{ ref('int_rank__admissions') }}
    where has_inference
),

verdicts as (
    select * from {{ ref('int_rank__verdicts') }}
),

confidence_sets as (
    select * from {{ ref('int_rank__confidence_sets') }}
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
),

industries as (
    select
        method_version,
        wave,
        industry,
        count(*) as count_organisations,
        count(rank) as count_ranked
    from admissions
    group by method_version, wave, industry
),

critical_values as (
    select
        method_version,
        wave,
        industry,
        max(critical_value) as critical_value,
        max(critical_value_error) as critical_value_error
    from confidence_sets
    group by method_version, wave, industry
),

judged as (
    select
        industries.*,
        coalesce(verdicts.verdict, 'not ranked') as verdict,
        verdicts.verdict_margin,
        verdicts.nearest_statement,
        coalesce(verdicts.is_settled, true) as is_settled,
        verdicts.count_rank_draws,
        verdicts.count_method_draws,
        verdicts.leaders,
        verdicts.rivals,
        verdicts.best_set,
        verdicts.method_share,
        verdicts.method_share_error,
        verdicts.mean_rank_shift,
        verdicts.rankability,
        verdicts.rankability_level,
        verdicts.dimension_rankability,
        verdicts.method_factors,
        verdicts.count_matrices
    from industries
    left join verdicts using (method_version, wave, industry)
)

select
    judged.method_version,
    judged.wave,
    judged.industry,
    judged.verdict,
    round(judged.verdict_margin, 9) as verdict_margin,
    judged.nearest_statement,
    judged.is_settled,
    array_to_string(judged.leaders, ',') as leaders,
    nullif(array_to_string(judged.rivals, ','), '') as rivals,
    -- where only tiers are published, no order is
    array_to_string(
        case when judged.verdict = 'tiers only' then list_sort(judged.best_set) else judged.best_set end, ','
    ) as best_set,
    judged.count_organisations,
    judged.count_ranked,
    round(judged.method_share, 9) as method_share,
    round(judged.method_share_error, 9) as method_share_error,
    round(judged.mean_rank_shift, 9) as mean_rank_shift,
    judged.count_matrices::bigint as count_matrices,
    judged.method_factors,
    round(judged.rankability, 9) as rankability,
    judged.rankability_level,
    judged.dimension_rankability,
    round(critical_values.critical_value, 9) as critical_value,
    round(critical_values.critical_value_error, 9) as critical_value_error,
    judged.count_rank_draws,
    judged.count_method_draws,
    round(
        (1 - parameters.confidence) * count(*) filter (where judged.verdict != 'not ranked') over (
            partition by judged.method_version, judged.wave
        ), 9
    ) as expected_wrong_statements
from judged
inner join parameters using (method_version)
left join critical_values using (method_version, wave, industry)
order by judged.method_version, judged.wave, judged.industry
