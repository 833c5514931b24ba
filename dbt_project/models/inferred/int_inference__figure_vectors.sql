with slopes as (
    select * from {{ ref('int_inference__figure_slopes') }}
),

survey_indicators as (
    select * from {{ ref('int_method__survey_indicators') }}
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
