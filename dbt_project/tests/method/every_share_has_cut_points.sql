-- A share or NPS without cut points for a scale has no value for any answer on it.
with indicators as (
    select distinct
        method_version,
        kind
    from {{ ref('method_indicator') }}
    where kind in ('nps', 'share_high', 'share_low')
),

cut_points as (
    select * from {{ ref('method_cut_point') }}
)

select
    indicators.method_version,
    indicators.kind
from indicators
left join cut_points
    on
        indicators.method_version = cut_points.method_version
        and indicators.kind = cut_points.kind
        and (indicators.kind = 'share_low' or cut_points.high_from is not null)
        and (indicators.kind = 'share_high' or cut_points.low_to is not null)
group by indicators.method_version, indicators.kind
having count(cut_points.kind) = 0
