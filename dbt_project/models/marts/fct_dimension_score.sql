with dimension_scores as (
    select * from {{ ref('int_index__dimension_scores') }}
    where window_kind = 'wave'
),

index_scores as (
    select * from {{ ref('int_index__index_scores') }}
    where window_kind = 'wave'
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
),

intervals as (
    select * from {{ ref('int_inference__score_intervals') }}
    where window_kind = 'wave'
),

scored as (
    select
        dimension_scores.*,
        index_scores.score is not null as has_index,
        parameters.has_inference = 1 and dimension_scores.score is not null as has_inference,
        intervals.standard_error,
        intervals.df,
        round(intervals.ci_low, 9) as ci_low,
        round(intervals.ci_high, 9) as ci_high,
        parameters.confidential_base,
        parameters.minimum_evaluations,
        parameters.indicative_evaluations,
        count(*) filter (where dimension_scores.is_in_use and dimension_scores.score is null) over (
            partition by
                dimension_scores.method_version,
                dimension_scores.organisation_id,
                dimension_scores.wave,
                dimension_scores.index_kind
        ) as count_missing,
        coalesce(
            min(dimension_scores.score) over kinds < max(dimension_scores.score) over kinds
            or count(dimension_scores.score) over kinds = 1,
            false
        ) as is_of_one_kind
    from dimension_scores
    inner join parameters using (method_version)
    left join index_scores using (method_version, organisation_id, wave, index_kind)
    left join intervals
        on
            dimension_scores.method_version = intervals.method_version
            and dimension_scores.organisation_id = intervals.organisation_id
            and dimension_scores.period = intervals.period
            and dimension_scores.index_kind = intervals.index_kind
            and dimension_scores.dimension = intervals.figure
    window kinds as (
        partition by
            dimension_scores.method_version,
            dimension_scores.organisation_id,
            dimension_scores.wave,
            dimension_scores.dimension
    )
),

-- All dimensions would give a withheld index away: the one with the least behind it is withheld too, and not one
-- that the other kind of index shows.
decided as (
    select
        *,
        is_in_use and not has_index and count_missing = 0 and row_number() over (
            partition by method_version, organisation_id, wave, index_kind, is_in_use
            order by is_of_one_kind desc, weight_coverage asc, position asc
        ) = 1 as gives_index_away,
        count_evaluations between 1 and confidential_base - 1 as is_base_withheld
    from scored
)

select
    decided.method_version,
    decided.organisation_id,
    decided.wave,
    decided.index_kind,
    decided.dimension,
    decided.industry,
    case when not decided.gives_index_away then round(decided.score, 9) end as score,
    {{ unless('decided.gives_index_away', 'decided', ['standard_error', 'df', 'ci_low', 'ci_high']) }},
    decided.weight,
    case when decided.has_index then round(decided.weight * decided.score, 9) end as contribution,
    decided.weight_coverage::double as weight_coverage,
    case when not decided.is_base_withheld then decided.count_evaluations end as count_evaluations,
    case when not decided.is_base_withheld then round(decided.count_effective, 9) end as count_effective,
    decided.is_in_use,
    decided.is_clipped,
    decided.is_proxy,
    decided.score is null or decided.gives_index_away as is_suppressed,
    coalesce(decided.score is not null and not decided.gives_index_away, false)
    and decided.count_evaluations between decided.minimum_evaluations and decided.indicative_evaluations - 1
        as is_indicative,
    case
        when not decided.is_in_use then 'not_in_use'
        when decided.score is null then 'base_too_small'
        when decided.gives_index_away then 'secondary'
        when decided.has_inference and decided.standard_error is null then 'one_cluster'
    end as suppression_reason
from decided
order by
    decided.method_version,
    decided.organisation_id,
    decided.wave,
    decided.index_kind,
    decided.position
