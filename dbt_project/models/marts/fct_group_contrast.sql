with tests as (
    select * from {{ ref('int_contrast__tests') }}
),

build as (
    select * from {{ ref('stg_ledger__build') }}
)

select
    tests.method_version,
    tests.wave,
    tests.contrast,
    tests.count_first,
    tests.count_second,
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
    tests.claim,
    build.build_id
from tests
cross join build
order by tests.method_version, tests.wave, tests.contrast
