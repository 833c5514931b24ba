with variances as (
    select * from {{ ref('int_inference__figure_variances') }}
),

quantiles as (
    select * from {{ ref('int_inference__t_quantiles') }}
)

select
    variances.method_version,
    variances.organisation_id,
    variances.window_kind,
    variances.period,
    variances.evaluation_type,
    variances.touchpoint,
    variances.figure,
    variances.standard_error,
    variances.df,
    quantiles.t_quantile
from variances
left join quantiles using (method_version, df)
