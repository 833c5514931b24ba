with indicators as (
    select * from {{ ref('int_method__indicators') }}
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
)

select
    parameters.method_version,
    indicators.indicator,
    (row_number() over (partition by parameters.method_version order by indicators.indicator))::integer as position
from parameters
inner join indicators using (method_version)
where
    parameters.has_inference = 1
    and indicators.source = 'survey'
    and indicators.kind != 'channel_gap'
