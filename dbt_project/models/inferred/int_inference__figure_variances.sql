with slopes as (
    select * from {{ ref('int_inference__figure_slopes') }}
),

covariances as (
    select * from {{ source('waist', 'int_design__period_covariances') }}
),

unit_counts as (
    select * from {{ source('waist', 'int_design__unit_counts') }}
),

variances as (
    select
        a.method_version,
        a.organisation_id,
        a.window_kind,
        a.period,
        a.evaluation_type,
        a.touchpoint,
        a.figure,
        -- each pair of two indicators stands there once
        {{ sum_of_products(
            'case when a.indicator = b.indicator then 1 else 2 end * a.slope * b.slope', 'covariances.covariance'
        ) }} as variance
    from covariances
    inner join slopes as a
        on
            covariances.method_version = a.method_version
            and covariances.organisation_id = a.organisation_id
            and covariances.window_kind = a.window_kind
            and covariances.period = a.period
            and covariances.evaluation_type = a.evaluation_type
            and covariances.touchpoint = a.touchpoint
            and covariances.indicator_a = a.indicator
    inner join slopes as b
        on
            a.method_version = b.method_version
            and a.organisation_id = b.organisation_id
            and a.window_kind = b.window_kind
            and a.period = b.period
            and a.evaluation_type = b.evaluation_type
            and a.touchpoint = b.touchpoint
            and a.figure = b.figure
            and covariances.indicator_b = b.indicator
    group by all
),

used as (
    select
        * exclude (indicator, slope, position),
        list(position) as positions
    from slopes
    group by all
),

-- Units that answer any of its indicators, less the strata that they lie in.
degrees as (
    select
        used.method_version,
        used.organisation_id,
        used.window_kind,
        used.period,
        used.evaluation_type,
        used.touchpoint,
        used.figure,
        sum(unit_counts.count_units)::bigint - count(distinct unit_counts.stratum_id) as df
    from used
    inner join unit_counts using (method_version, organisation_id, window_kind, period, evaluation_type, touchpoint)
    where list_has_any(used.positions, unit_counts.positions)
    group by all
),

-- An NPS is compared with a simple random sample of as many respondents.
recommendations as (
    select
        sums.*,
        'nps' as figure
    from {{ source('waist', 'int_survey__indicator_sums') }} as sums
    inner join {{ ref('int_method__indicators') }} as indicators using (method_version, indicator)
    where indicators.kind = 'nps'
)

select
    variances.method_version,
    variances.organisation_id,
    variances.window_kind,
    variances.period,
    variances.evaluation_type,
    variances.touchpoint,
    variances.figure,
    -- a variance of nothing may fall below it by a rounding
    case when degrees.df >= 1 then sqrt(greatest(variances.variance, 0)) end as standard_error,
    degrees.df,
    recommendations.count_base - 1 as df_of_sample
from variances
inner join degrees
    using (method_version, organisation_id, window_kind, period, evaluation_type, touchpoint, figure)
left join recommendations
    using (method_version, organisation_id, window_kind, period, evaluation_type, touchpoint, figure)
