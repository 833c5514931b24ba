-- What is said of an organisation's place: where only tiers are, its rank is not.
with admissions as (
    select * from {{ ref('int_rank__admissions') }}
),

confidence_sets as (
    select * from {{ ref('int_rank__confidence_sets') }}
),

verdicts as (
    select * from {{ ref('int_rank__verdicts') }}
),

method_only as (
    select * from {{ ref('int_rank__sensitivity') }}
    where run = 'method_only'
),

combined as (
    select * from {{ ref('int_rank__sensitivity') }}
    where run = 'both'
),

-- The single normalisation or aggregation under which the organisation is first least often.
weakest as (
    select
        method_version,
        wave,
        organisation_id,
        min_by(run, (p_win, run)) as weakest_choice,
        min(p_win) as weakest_share
    from {{ ref('int_rank__sensitivity') }}
    where starts_with(run, 'normalisation_') or starts_with(run, 'aggregation_')
    group by method_version, wave, organisation_id
),

judged as (
    select
        admissions.method_version,
        admissions.wave,
        admissions.industry,
        admissions.organisation_id,
        count(*) over industry as count_organisations,
        count(admissions.rank) over industry as count_ranked,
        case
            when verdicts.verdict in ('tiers only', 'not ranked') then null
            else admissions.rank::integer
        end as rank,
        coalesce(
            admissions.unranked_reason,
            case verdicts.verdict when 'tiers only' then 'tiers_only' when 'not ranked' then 'alone_in_industry' end
        ) as unranked_reason,
        coalesce(verdicts.verdict, case when admissions.has_inference then 'not ranked' end) as verdict,
        confidence_sets.rank_low,
        confidence_sets.rank_high,
        confidence_sets.tier,
        confidence_sets.is_in_best_set,
        coalesce(list_contains(verdicts.leaders, admissions.organisation_id), false) as is_leader,
        coalesce(list_contains(verdicts.rivals, admissions.organisation_id), false) as is_rival,
        -- a lead on the next tells the order, which only tiers do not
        case when verdicts.verdict != 'tiers only' then confidence_sets.next_lead end as next_lead,
        case when verdicts.verdict != 'tiers only' then confidence_sets.next_p_value end as next_p_value
    from admissions
    left join confidence_sets using (method_version, wave, organisation_id)
    left join verdicts
        on
            admissions.method_version = verdicts.method_version
            and admissions.wave = verdicts.wave
            and admissions.industry = verdicts.industry
    window industry as (partition by admissions.method_version, admissions.wave, admissions.industry)
)

select
    judged.*,
    method_only.p_win as method_share,
    method_only.p_win_error as method_share_error,
    method_only.rank_q05 as method_rank_low,
    method_only.rank_q95 as method_rank_high,
    weakest.weakest_choice,
    weakest.weakest_share,
    combined.p_win as combined_share,
    combined.rank_q05 as combined_rank_low,
    combined.rank_q95 as combined_rank_high
from judged
left join method_only using (method_version, wave, organisation_id)
left join weakest using (method_version, wave, organisation_id)
left join combined using (method_version, wave, organisation_id)
