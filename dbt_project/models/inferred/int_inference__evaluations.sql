with indicator_values as (
    select * from {{ ref('int_survey__indicator_values') }}
),

design as (
    select * from {{ ref('int_survey__design') }}
),

survey_indicators as (
    select * from {{ ref('int_method__survey_indicators') }}
),

answered as (
    select
        method_version,
        evaluation_number,
        any_value(organisation_id) as organisation_id,
        any_value(wave) as wave,
        any_value(month) as month,
        any_value(evaluation_type) as evaluation_type,
        any_value(touchpoint) as touchpoint,
        list(indicator) as answered,
        list(value::double) as answers
    from indicator_values
    group by method_version, evaluation_number
),

designed as (
    select
        answered.*,
        design.stratum_id,
        design.n_h,
        design.n_h_in_months,
        design.is_in_wave,
        design.psu_id,
        design.is_repeated,
        design.weight,
        survey_indicators.indicators
    from answered
    inner join survey_indicators using (method_version)
    inner join design using (method_version, evaluation_number)
)

select
    * exclude (answered, answers, indicators),
    {{ in_order_of_indicators('answers', 'answered') }} as indicator_values,
    {{ among_indicators('answered') }} as is_valid
from designed
