with indicators as (
    select * from {{ ref('int_method__indicators') }}
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
),

survey as (
    select
        method_version,
        organisation_id,
        window_kind,
        period,
        indicator,
        total / count_base as figure,
        count_base,
        is_proxy
    from {{ ref('int_survey__indicator_sums') }}
    where evaluation_type = 'relational'
),

operations as (
    select
        method_version,
        organisation_id,
        'wave' as window_kind,
        wave::varchar as period,
        indicator,
        {{ exact_sum('value') }} / count(*) as figure,
        count(*) as count_base,
        false as is_proxy
    from {{ ref('int_index__operational_values') }}
    group by method_version, organisation_id, wave, indicator
),

complaints as (
    select
        parameters.method_version,
        organisations.organisation_id,
        'wave' as window_kind,
        organisations.wave::varchar as period,
        'trust_complaints' as indicator,
        parameters.complaints_per_customers * organisations.count_complaint_body_cases
        / nullif(organisations.count_customers, 0) as figure,
        organisations.count_customers as count_base,
        false as is_proxy
    from {{ ref('int_reference__organisation_waves') }} as organisations
    cross join parameters
),

figures as (
    select * from survey
    union all
    select * from operations
    union all
    select * from complaints
    where figure is not null and period is not null
)

select
    figures.*,
    indicators.source,
    indicators.dimension
from figures
inner join indicators
    on
        figures.method_version = indicators.method_version
        and figures.indicator = indicators.indicator
