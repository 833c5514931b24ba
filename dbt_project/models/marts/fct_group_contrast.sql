with tests as (
    select * from {{ ref('int_contrast__tests') }}
),

versions as (
    select * from {{ ref('int_method__predecessors') }}
),

waves as (
    select * from {{ source('waist', 'int_survey__waves') }}
),

contrasts as (
    select unnest(['online_offline', 'large_small']) as contrast
)

select
    versions.method_version,
    waves.wave,
    contrasts.contrast,
    coalesce(tests.count_first, 0) as count_first,
    coalesce(tests.count_second, 0) as count_second,
    round(tests.difference, 9) as difference,
    round(tests.standard_error, 9) as standard_error,
    round(tests.ci_low, 9) as ci_low,
    round(tests.ci_high, 9) as ci_high,
    round(tests.p_value, 9) as p_value,
    round(tests.kind_standard_error, 9) as kind_standard_error,
    round(tests.kind_df, 9) as kind_df,
    round(tests.kind_p_value, 9) as kind_p_value,
    round(tests.within_industry_difference, 9) as within_industry_difference,
    round(tests.within_industry_standard_error, 9) as within_industry_standard_error,
    round(tests.within_industry_df, 9) as within_industry_df,
    round(tests.within_industry_p_value, 9) as within_industry_p_value,
    coalesce(tests.claim, 'too_few') as claim
from versions
cross join waves
cross join contrasts
left join tests using (method_version, wave, contrast)
order by versions.method_version, waves.wave, contrasts.contrast
