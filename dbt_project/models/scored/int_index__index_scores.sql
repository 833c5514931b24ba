with dimension_scores as (
    select * from {{ ref('int_index__dimension_scores') }}
),

organisation_periods as (
    select * from {{ source('waist', 'int_survey__organisation_periods') }}
),

indicators as (
    select * from {{ ref('int_method__indicators') }}
),

items as (
    select * from {{ ref('int_method__items') }}
),

different_items as (
    select * from {{ source('waist', 'int_survey__different_items') }}
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
),

aggregated as (
    select
        dimension_scores.method_version,
        dimension_scores.index_kind,
        dimension_scores.organisation_id,
        dimension_scores.window_kind,
        dimension_scores.period,
        {{ exact_sum('dimension_scores.weight * dimension_scores.score') }}::double as arithmetic,
        exp({{ exact_sum(
            'dimension_scores.weight * ln(greatest(dimension_scores.score, parameters.geometric_floor))'
        ) }}::double) as geometric,
        round(coalesce({{ exact_sum('dimension_scores.weight * dimension_scores.weight_coverage') }}, 0)::double, 9)
            as weight_coverage,
        string_agg(dimension_scores.dimension, ',' order by dimension_scores.position)
        filter (where dimension_scores.is_in_use) as dimensions_used,
        count(*) filter (where dimension_scores.is_in_use) as count_dimensions_used,
        count(dimension_scores.score) as count_dimensions_scored,
        count(*) as count_dimensions,
        bool_or(dimension_scores.is_proxy) as is_proxy,
        bool_and(dimension_scores.is_whole) as is_whole
    from dimension_scores
    inner join parameters using (method_version)
    group by all
),

scored_on as (
    select
        method_version,
        index_kind,
        organisation_id,
        window_kind,
        period,
        wave,
        unnest(indicators) as indicator
    from dimension_scores
),

-- What the dimensions rest on: different items of the questionnaire, and figures of operations.
evidence as (
    select
        method_version,
        scored_on.index_kind,
        organisation_id,
        scored_on.window_kind,
        scored_on.period,
        count(distinct different_items.different_item)
        + count(distinct indicator) filter (where indicators.source != 'survey') as count_items
    from scored_on
    inner join indicators using (method_version, indicator)
    left join items using (method_version, indicator)
    left join different_items using (organisation_id, wave, item)
    group by all
),

complete as (
    select
        aggregated.*,
        organisation_periods.wave,
        organisation_periods.industry,
        organisation_periods.count_evaluations,
        organisation_periods.count_effective,
        coalesce(evidence.count_items, 0) as count_items,
        coalesce(evidence.count_items, 0) < parameters.narrow_items
        or aggregated.count_dimensions_scored
        < round(parameters.narrow_dimensions * aggregated.count_dimensions, 9) as is_narrow,
        case
            when organisation_periods.count_evaluations < parameters.minimum_evaluations then 'base_too_small'
            when
                aggregated.count_dimensions_used = 0
                or aggregated.count_dimensions_scored < aggregated.count_dimensions_used
                or aggregated.weight_coverage < parameters.index_coverage
                then 'incomplete_dimensions'
        end as suppression_reason
    from aggregated
    inner join organisation_periods using (method_version, organisation_id, window_kind, period)
    inner join parameters using (method_version)
    left join evidence using (method_version, index_kind, organisation_id, window_kind, period)
)

select
    method_version,
    index_kind,
    organisation_id,
    window_kind,
    period,
    wave,
    industry,
    -- rounded, so that the order of a sum breaks no tie
    case when suppression_reason is null then round(arithmetic, 9) end as score,
    case when suppression_reason is null then round(geometric, 9) end as score_geometric,
    weight_coverage,
    dimensions_used,
    count_evaluations,
    count_effective,
    is_proxy,
    is_whole,
    count_items,
    is_narrow and suppression_reason is null as is_narrow,
    suppression_reason
from complete
