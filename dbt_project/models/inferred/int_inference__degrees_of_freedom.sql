with variances as (
    select * from {{ ref('int_inference__figure_variances') }}
),

sums as (
    select * from {{ ref('int_survey__indicator_sums') }}
),

-- An NPS is compared with a simple random sample of as many respondents.
sampled as (
    select
        sums.method_version,
        sums.count_base - 1 as df
    from variances
    inner join {{ ref('int_method__indicators') }} as indicators
        on
            variances.method_version = indicators.method_version
            and variances.figure = indicators.kind
    inner join sums
        on
            variances.method_version = sums.method_version
            and variances.organisation_id = sums.organisation_id
            and variances.window_kind = sums.window_kind
            and variances.period = sums.period
            and variances.evaluation_type = sums.evaluation_type
            and variances.touchpoint = sums.touchpoint
            and indicators.indicator = sums.indicator
)

select
    method_version,
    df
from variances
where df >= 1
union
select
    method_version,
    df
from sampled
where df >= 1
