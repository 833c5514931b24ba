-- A share or NPS without cut points for a scale that others have them for has no value for any answer on it.
with indicators as (
    select distinct
        method_version,
        kind
    from {{ ref('method_indicator') }}
    where kind in ('nps', 'share_high', 'share_low')
),

cut_points as (
    select * from {{ ref('method_cut_point') }}
),

scales as (
    select distinct
        scale_low,
        scale_high
    from cut_points
)

select
    indicators.method_version,
    indicators.kind,
    scales.scale_low,
    scales.scale_high
from indicators
left join scales on true
left join cut_points using (method_version, kind, scale_low, scale_high)
where cut_points.kind is null
