-- Each figure as one vector over the indicators: its slopes, and where they are centred.
with indicator_slopes as (
    select * from {{ ref('int_inference__indicator_slopes') }}
),

index_scores as (
    select * from {{ ref('int_index__index_scores') }}
    where index_kind = 'survey' and score is not null
),

sums as (
    select * from {{ ref('int_survey__indicator_sums') }}
),

indicators as (
    select * from {{ ref('int_method__indicators') }}
),

survey_indicators as (
    select * from {{ ref('int_method__survey_indicators') }}
),

kinds as (
    select
        indicator_slopes.*,
        index_scores.score_geometric / indicator_slopes.floored_score as geometric_slope,
        unnest(['dimension', 'index', 'index_geometric']) as kind
    from indicator_slopes
    left join index_scores using (method_version, organisation_id, window_kind, period)
),

score_slopes as (
    select
        method_version,
        organisation_id,
        window_kind,
        period,
        'relational' as evaluation_type,
        'all' as touchpoint,
        case kind when 'dimension' then dimension else kind end as figure,
        indicator,
        case kind
            when 'dimension' then dimension_slope
            when 'index' then index_slope
            when 'index_geometric' then index_slope * geometric_slope
        end as slope,
        indicator_figure,
        total_weight
    from kinds
    -- months have an index, no dimensions
    where case kind when 'dimension' then window_kind = 'wave' else geometric_slope is not null end
),

nps_slopes as (
    select
        sums.method_version,
        sums.organisation_id,
        sums.window_kind,
        sums.period,
        sums.evaluation_type,
        sums.touchpoint,
        'nps' as figure,
        sums.indicator,
        1 as slope,
        sums.total / sums.total_weight as indicator_figure,
        sums.total_weight
    from sums
    inner join indicators using (method_version, indicator)
    where indicators.kind = 'nps'
),

slopes as (
    select * from score_slopes
    union all
    select * from nps_slopes
),

collected as (
    select
        slopes.method_version,
        slopes.organisation_id,
        slopes.window_kind,
        slopes.period,
        slopes.evaluation_type,
        slopes.touchpoint,
        slopes.figure,
        survey_indicators.indicators,
        list(slopes.indicator) as used,
        list(slopes.slope / slopes.total_weight) as used_slopes,
        list(slopes.slope / slopes.total_weight * slopes.indicator_figure) as used_centres
    from slopes
    -- of versions with inference only
    inner join survey_indicators using (method_version)
    group by all
)

select
    row_number() over (
        order by method_version, organisation_id, window_kind, period, evaluation_type, touchpoint, figure
    ) as figure_number,
    * exclude (indicators, used, used_slopes, used_centres),
    {{ in_order_of_indicators('used_slopes', 'used') }} as slopes,
    {{ in_order_of_indicators('used_centres', 'used') }} as centres,
    {{ among_indicators('used') }} as is_used
from collected
