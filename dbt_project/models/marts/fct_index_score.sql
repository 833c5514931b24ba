with index_scores as (
    select * from {{ ref('int_index__index_scores') }}
    where window_kind = 'wave'
),

organisation_waves as (
    select * from {{ source('waist', 'int_survey__organisation_waves') }}
),

-- What the survey index would be if no points were counted against an evaluation.
uncleaned as (
    select
        dimension_scores.method_version,
        dimension_scores.organisation_id,
        dimension_scores.wave,
        round({{ exact_sum('dimension_scores.weight * scenarios.score') }}::double, 9) as score
    from {{ ref('int_index__dimension_scores') }} as dimension_scores
    inner join {{ ref('int_index__scenario_dimension_scores') }} as scenarios
        using (method_version, organisation_id, wave, dimension)
    where
        dimension_scores.window_kind = 'wave'
        and dimension_scores.index_kind = 'survey'
        and scenarios.cleaning = 'none'
        and scenarios.weighting = 'trimmed'
    group by dimension_scores.method_version, dimension_scores.organisation_id, dimension_scores.wave
),

decisions as (
    select * from {{ ref('int_publication__decisions') }}
    where base_of = 'index' and window_kind = 'wave'
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
),

intervals as (
    select * from {{ ref('int_inference__score_intervals') }}
    where window_kind = 'wave' and figure = 'index'
),

closed_figures as (
    select * from {{ source('waist', 'stg_ledger__closed_figures') }}
),

closed_waves as (
    select distinct
        method_version,
        wave,
        build_id
    from closed_figures
),

-- Only the survey index is ranked.
places as (
    select
        *,
        'survey' as index_kind
    from {{ ref('int_rank__organisations') }}
),

ranked as (
    select
        index_scores.* replace (round(index_scores.count_effective, 9) as count_effective),
        organisation_waves.count_delivered - organisation_waves.count_evaluations as count_excluded,
        organisation_waves.count_duplicates,
        round(
            1 - organisation_waves.count_evaluations / nullif(organisation_waves.count_delivered, 0)::double, 9
        ) as exclusion_rate,
        parameters.indicative_evaluations,
        parameters.has_inference,
        places.rank as rank_in_industry,
        places.rank_low,
        places.rank_high,
        case
            when index_scores.index_kind != 'survey' then 'other_index_kind'
            else places.unranked_reason
        end as unranked_reason
    from index_scores
    inner join parameters using (method_version)
    inner join organisation_waves using (method_version, organisation_id, wave)
    left join places using (method_version, organisation_id, wave, index_kind)
)

select
    ranked.method_version,
    ranked.organisation_id,
    ranked.wave,
    ranked.index_kind,
    ranked.industry,
    ranked.score,
    ranked.score_geometric,
    case when ranked.index_kind = 'survey' and ranked.score is not null then uncleaned.score end
        as score_without_cleaning,
    round(ranked.score - ranked.score_geometric, 9) as imbalance_penalty,
    intervals.standard_error,
    intervals.df,
    round(intervals.ci_low, 9) as ci_low,
    round(intervals.ci_high, 9) as ci_high,
    -- what cleaning left out would give a withheld base away
    {{ unless('coalesce(decisions.is_base_withheld, false)', 'ranked', [
        'count_evaluations', 'count_effective', 'count_excluded', 'count_duplicates', 'exclusion_rate'
    ]) }},
    ranked.dimensions_used,
    ranked.weight_coverage,
    ranked.rank_in_industry,
    ranked.rank_low,
    ranked.rank_high,
    ranked.unranked_reason,
    ranked.is_proxy,
    ranked.is_narrow,
    ranked.count_items,
    ranked.score is null as is_suppressed,
    ranked.score is not null and ranked.count_evaluations < ranked.indicative_evaluations as is_indicative,
    case
        when ranked.score is null then ranked.suppression_reason
        when decisions.is_base_withheld then decisions.suppression_reason
        when ranked.has_inference = 1 and intervals.standard_error is null then 'one_cluster'
    end as suppression_reason,
    -- no figures of the closed wave are the same
    case when closed_figures.organisation_id is null then closed_waves.build_id end as changed_since_build
from ranked
left join intervals using (method_version, organisation_id, period, index_kind)
left join decisions
    on
        ranked.method_version = decisions.method_version
        and ranked.organisation_id = decisions.organisation_id
        and ranked.wave = decisions.period::integer
left join uncleaned using (method_version, organisation_id, wave)
left join closed_waves using (method_version, wave)
left join closed_figures
    on
        ranked.method_version = closed_figures.method_version
        and ranked.wave = closed_figures.wave
        and ranked.organisation_id = closed_figures.organisation_id
        and ranked.index_kind = closed_figures.index_kind
        and ranked.industry = closed_figures.industry
        and ranked.score is not distinct from closed_figures.score
        -- as they are printed: a unit more in the design moves everybody's in the fifth decimal
        and round(intervals.ci_low, 1) is not distinct from round(closed_figures.ci_low, 1)
        and round(intervals.ci_high, 1) is not distinct from round(closed_figures.ci_high, 1)
        and ranked.rank_in_industry is not distinct from closed_figures.rank_in_industry
        and ranked.rank_low is not distinct from closed_figures.rank_low
        and ranked.rank_high is not distinct from closed_figures.rank_high
order by ranked.method_version, ranked.organisation_id, ranked.wave, ranked.index_kind
