with organisation_periods as (
    select * from {{ ref('int_index__organisation_periods') }}
),

indicators as (
    select * from {{ ref('int_index__indicators_in_use') }}
),

scores as (
    select * from {{ ref('int_index__indicator_scores') }}
),

dimensions as (
    select * from {{ ref('int_method__dimensions') }}
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
),

-- One row per dimension that the industry uses, with what the organisation has of it.
weighted as (
    select
        indicators.method_version,
        indicators.index_kind,
        organisation_periods.organisation_id,
        organisation_periods.window_kind,
        organisation_periods.period,
        indicators.dimension,
        {{ exact_sum('indicators.weight') }} as weight_in_use,
        coalesce({{ exact_sum('indicators.weight') }} filter (where scores.has_enough), 0) as weight_present,
        {{ exact_sum('indicators.weight * scores.score') }} filter (where scores.has_enough) as weighted_score,
        coalesce(min(coalesce(scores.count_base, 0)) filter (where indicators.source = 'survey'), 0)
            as count_evaluations,
        arg_min(coalesce(scores.count_effective, 0), coalesce(scores.count_base, 0))
        filter (where indicators.source = 'survey') as count_effective,
        coalesce(bool_or(scores.is_clipped) filter (where scores.has_enough), false) as is_clipped,
        coalesce(bool_or(scores.is_proxy) filter (where scores.has_enough), false) as is_proxy
    from organisation_periods
    inner join indicators
        on
            organisation_periods.method_version = indicators.method_version
            and organisation_periods.industry = indicators.industry
            and organisation_periods.wave = indicators.wave
    left join scores
        on
            indicators.method_version = scores.method_version
            and indicators.indicator = scores.indicator
            and organisation_periods.organisation_id = scores.organisation_id
            and organisation_periods.window_kind = scores.window_kind
            and organisation_periods.period = scores.period
    group by all
),

covered as (
    select
        weighted.*,
        round(weighted.weight_present / weighted.weight_in_use, 9) as weight_coverage,
        case weighted.index_kind
            when 'survey' then parameters.dimension_coverage_survey
            when 'full' then parameters.dimension_coverage_full
        end as required_coverage
    from weighted
    inner join parameters on weighted.method_version = parameters.method_version
),

kinds as (
    select distinct
        method_version,
        index_kind
    from {{ ref('int_method__weights') }}
)

select
    dimensions.method_version,
    kinds.index_kind,
    organisation_periods.organisation_id,
    organisation_periods.window_kind,
    organisation_periods.period,
    organisation_periods.wave,
    organisation_periods.industry,
    dimensions.dimension,
    dimensions.position,
    covered.dimension is not null as is_in_use,
    case when covered.dimension is not null then dimensions.weight end
    / {{ exact_sum('case when covered.dimension is not null then dimensions.weight end') }} over (
        partition by
            dimensions.method_version,
            kinds.index_kind,
            organisation_periods.organisation_id,
            organisation_periods.window_kind,
            organisation_periods.period
    ) as weight,
    case
        when covered.weight_coverage >= covered.required_coverage
            then covered.weighted_score / covered.weight_present
    end as score,
    covered.weight_coverage,
    coalesce(covered.count_evaluations, 0) as count_evaluations,
    coalesce(covered.count_effective, 0) as count_effective,
    coalesce(covered.is_clipped, false) as is_clipped,
    coalesce(covered.is_proxy, false) as is_proxy
from organisation_periods
inner join dimensions on organisation_periods.method_version = dimensions.method_version
inner join kinds
    on
        dimensions.method_version = kinds.method_version
        -- months are too short for the figures of webcare and process
        and (kinds.index_kind = 'survey' or organisation_periods.window_kind = 'wave')
left join covered
    on
        dimensions.method_version = covered.method_version
        and kinds.index_kind = covered.index_kind
        and organisation_periods.organisation_id = covered.organisation_id
        and organisation_periods.window_kind = covered.window_kind
        and organisation_periods.period = covered.period
        and dimensions.dimension = covered.dimension
