{{ config(materialized='view') }}

with survey_cells as (
    select * from {{ source('waist', 'int_publication__survey_cells') }}
),

period_months as (
    select * from {{ source('waist', 'int_survey__period_months') }}
),

figures as (
    select * from {{ source('waist', 'int_operations__figures') }}
    union all by name
    select * from {{ source('waist', 'int_webcare__service_medians') }}
),

-- What channels and processes, and `all` of them, are made of; several figures may have one base.
operation_cells as (
    select distinct
        figures.method_version,
        operations.base,
        operations.whole,
        figures.organisation_id,
        figures.wave,
        figures.part,
        figures.count_base
    from figures
    inner join {{ ref('int_method__operations') }} as operations using (method_version, indicator)
    where figures.part != 'all' and operations.base is not null
)

select
    survey_cells.method_version,
    survey_cells.evaluation_type as base_of,
    null as whole,
    survey_cells.organisation_id,
    survey_cells.touchpoint as part,
    period_months.window_kind,
    period_months.period,
    survey_cells.touchpoint as relation,
    survey_cells.wave::varchar as total,
    strftime(survey_cells.month, '%Y-%m') || ' ' || survey_cells.wave as cell,
    -- a month may hold more than its wave has of it; of a month that the wave has nothing of, the wave holds 0
    case
        when period_months.window_kind = 'wave' then survey_cells.count_base
        else survey_cells.count_base_in_month
    end as count_base
from survey_cells
inner join period_months using (organisation_id, wave, month)
union all
select
    method_version,
    base as base_of,
    whole,
    organisation_id,
    unnest(list_distinct([part, 'all'])) as part,
    'wave' as window_kind,
    wave::varchar as period,
    wave::varchar as relation,
    'all' as total,
    part as cell,
    count_base
from operation_cells
