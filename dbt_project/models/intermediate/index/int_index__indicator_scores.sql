with figures as (
    select * from {{ ref('int_index__figures') }}
),

indicators as (
    select * from {{ ref('int_method__indicators') }}
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
),

placed as (
    select
        figures.*,
        indicators.direction,
        case indicators.goalpost_scale
            when 'linear'
                then (figures.figure - indicators.goalpost_low) / (indicators.goalpost_high - indicators.goalpost_low)
            when 'ln'
                then
                    ln(greatest(figures.figure, indicators.goalpost_low) / indicators.goalpost_low)
                    / ln(indicators.goalpost_high / indicators.goalpost_low)
        end as place_between_goalposts,
        figures.count_base >= case figures.window_kind
            when 'month' then parameters.monthly_minimum_base
            else indicators.minimum_base
        end as has_enough
    from figures
    inner join indicators
        on
            figures.method_version = indicators.method_version
            and figures.indicator = indicators.indicator
    inner join parameters on figures.method_version = parameters.method_version
)

select
    method_version,
    organisation_id,
    window_kind,
    period,
    dimension,
    indicator,
    source,
    figure,
    100 * case direction
        when 1 then least(greatest(place_between_goalposts, 0), 1)
        when -1 then 1 - least(greatest(place_between_goalposts, 0), 1)
    end as score,
    count_base,
    has_enough,
    is_proxy
from placed
