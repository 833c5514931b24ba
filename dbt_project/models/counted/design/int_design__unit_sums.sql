-- What each sampling unit adds to an organisation's figures of a period. Where it evaluates the organisation once, that
-- is its month: every other period is made of months. Else each period has its own: what is said in two months of it
-- counts together.
with answered as (
    select
        design.method_version,
        design.stratum_id,
        design.rating_number,
        design.n_h,
        design.n_h_in_months,
        design.is_in_wave,
        design.is_repeated,
        design.weight,
        indicator_values.organisation_id,
        indicator_values.evaluation_type,
        indicator_values.touchpoint,
        indicator_values.wave,
        indicator_values.month,
        indicator_values.indicator,
        indicator_values.value::double as value,
        survey_indicators.position
    from {{ ref('int_survey__indicator_values') }} as indicator_values
    inner join {{ ref('int_method__survey_indicators') }} as survey_indicators using (method_version, indicator)
    inner join {{ ref('int_survey__design') }} as design using (method_version, evaluation_number)
),

placed as (
    select
        * exclude (month),
        'month' as window_kind,
        strftime(month, '%Y-%m') as period
    from answered
    where not is_repeated
    union all by name
    select
        answered.* exclude (month) replace (period_months.window_kind = 'wave' as is_in_wave),
        period_months.window_kind,
        period_months.period
    from answered
    inner join {{ ref('int_survey__period_months') }} as period_months using (organisation_id, wave, month)
    where answered.is_repeated and (answered.is_in_wave or period_months.window_kind != 'wave')
),

-- Deviations from the period's own figure: products of these are as large as what they add up to.
deviating as (
    select
        placed.* exclude (indicator, value) replace ({{ in_steps('placed.weight') }} as weight),
        {{ in_steps('placed.weight * (placed.value - sums.total / sums.total_weight)') }} as deviation,
        sums.total / sums.total_weight as centre
    from placed
    inner join {{ ref('int_survey__indicator_sums') }} as sums
        using (method_version, organisation_id, window_kind, period, evaluation_type, touchpoint, indicator)
)

select * from deviating
where not is_repeated
union all by name
select * replace (sum(weight)::bigint as weight, sum(deviation)::bigint as deviation)
from deviating
where is_repeated
group by all
