-- What the dimensions of an index rest on: different items of the questionnaire, and figures of operations.
with dimension_scores as (
    select
        method_version,
        index_kind,
        organisation_id,
        window_kind,
        period,
        wave,
        unnest(indicators) as indicator
    from {{ ref('int_index__dimension_scores') }}
),

indicators as (
    select * from {{ ref('int_method__indicators') }}
),

items as (
    select * from {{ ref('int_method__items') }}
),

different_items as (
    select * from {{ ref('int_survey__different_items') }}
)

select
    dimension_scores.method_version,
    dimension_scores.index_kind,
    dimension_scores.organisation_id,
    dimension_scores.window_kind,
    dimension_scores.period,
    count(distinct different_items.different_item)
    + count(distinct dimension_scores.indicator) filter (where indicators.source != 'survey') as count_items
from dimension_scores
inner join indicators using (method_version, indicator)
left join items using (method_version, indicator)
left join different_items using (organisation_id, wave, item)
group by
    dimension_scores.method_version,
    dimension_scores.index_kind,
    dimension_scores.organisation_id,
    dimension_scores.window_kind,
    dimension_scores.period
