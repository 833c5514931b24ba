{# By number of answers; of indicators with as many, the smaller effective number. #}
{%- set base -%}
struct_pack(answers := coalesce(scores.count_base, 0), effective := coalesce(scores.count_effective, 0))
{%- endset -%}

with organisation_periods as (
    select * from {{ source('waist', 'int_survey__organisation_periods') }}
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
        coalesce({{ exact_sum('indicators.weight') }} filter (where scores.has_enough), 0) as weight_present,
        {{ exact_sum('indicators.weight * scores.score') }} filter (where scores.has_enough) as weighted_score,
        min({{ base }}) filter (where indicators.source = 'survey' and scores.has_enough) as base_present,
        min({{ base }}) filter (where indicators.source = 'survey') as base_in_use,
        coalesce(bool_or(scores.is_clipped) filter (where scores.has_enough), false) as is_clipped,
        coalesce(bool_or(scores.is_proxy) filter (where scores.has_enough), false) as is_proxy,
        list(indicators.indicator order by indicators.indicator) filter (where scores.has_enough) as indicators,
        count(*) = count(*) filter (where scores.has_enough) as is_whole
    from organisation_periods
    inner join indicators using (method_version, industry, wave)
    left join scores using (method_version, indicator, organisation_id, window_kind, period)
    group by all
),

covered as (
    select
        weighted.*,
        -- the weights of a whole dimension sum to 1
        round(weighted.weight_present, 9) as weight_coverage,
        case weighted.index_kind
            when 'survey' then parameters.dimension_coverage_survey
            when 'full' then parameters.dimension_coverage_full
        end as required_coverage
    from weighted
    inner join parameters using (method_version)
),

scored as (
    select
        *,
        case when weight_coverage >= required_coverage then weighted_score / weight_present end as score,
        -- what a score rests on; without one, what there is
        case when weight_coverage >= required_coverage then base_present else base_in_use end as base
    from covered
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
    scored.dimension is not null as is_in_use,
    case when scored.dimension is not null then dimensions.weight end
    / {{ exact_sum('case when scored.dimension is not null then dimensions.weight end') }} over (
        partition by
            dimensions.method_version,
            kinds.index_kind,
            organisation_periods.organisation_id,
            organisation_periods.window_kind,
            organisation_periods.period
    ) as weight,
    scored.score,
    scored.weight_coverage,
    coalesce(struct_extract(scored.base, 'answers'), 0) as count_evaluations,
    coalesce(struct_extract(scored.base, 'effective'), 0) as count_effective,
    coalesce(scored.is_clipped, false) as is_clipped,
    coalesce(
        scored.is_proxy or (kinds.index_kind = 'survey' and scored.score is not null and scored.weight_coverage < 1),
        false
    ) as is_proxy,
    case when scored.score is not null then scored.indicators end as indicators,
    scored.is_whole
from organisation_periods
inner join dimensions using (method_version)
inner join kinds
    on
        dimensions.method_version = kinds.method_version
        -- months are too short for the figures of webcare and process
        and (kinds.index_kind = 'survey' or organisation_periods.window_kind = 'wave')
left join scored using (method_version, index_kind, organisation_id, window_kind, period, dimension)
