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
        case
            -- most still wait: no median is worse than any
            when indicators.kind = 'median' and figures.figure is null then 0
            else {{ goalpost_score('figures.figure', 'indicators') }}
        end as score,
        coalesce(
            figures.figure < indicators.goalpost_low or figures.figure > indicators.goalpost_high, false
        ) as is_clipped,
        figures.count_base >= case figures.window_kind
            when 'month' then parameters.monthly_minimum_base
            else indicators.minimum_base
        end as has_enough
    from figures
    inner join indicators using (method_version, indicator)
    inner join parameters using (method_version)
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
    score,
    count_base,
    count_effective,
    has_enough and score is not null as has_enough,
    is_clipped,
    is_proxy
from placed
