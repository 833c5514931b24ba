with members as (
    select * from {{ ref('int_change__members') }}
),

variances as (
    select * from {{ ref('int_change__variances') }}
),

differences as (
    select
        method_version,
        wave,
        figure,
        any_value(wave_before) as wave_before,
        count(*) as count_organisations,
        round({{ exact_sum('coefficient * score') }}::double, 9) as score,
        round({{ exact_sum('coefficient * score_before') }}::double, 9) as score_before
    from members
    group by method_version, wave, figure
)

select
    differences.*,
    round(differences.score - differences.score_before, 9) as delta,
    sqrt(variances.variance) as standard_error,
    variances.df::double as df
from differences
left join variances using (method_version, wave, figure)
