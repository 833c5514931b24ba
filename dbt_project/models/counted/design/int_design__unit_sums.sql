-- What each sampling unit adds to an organisation's figures of a period. Where it evaluates the organisation once, that
-- is its month: every other period is made of months. Else each period has its own: what is said in two months of it
-- counts together.
with answered as materialized (
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

-- Who evaluates once deviates from what all of those say in the month, and in the wave: a month may lie in two waves.
months as (
    select
        * exclude (rating_number, weight, value, stratum_id, n_h, n_h_in_months),
        {{ sum_of_steps(in_steps('weight * value')) }} / {{ sum_of_steps(in_steps('weight')) }} as centre
    from answered
    where not is_repeated
    group by all
),

once as (
    select
        answered.*,
        'month' as window_kind,
        strftime(answered.month, '%Y-%m') as period,
        months.centre
    from answered
    inner join months
        using (
            method_version, organisation_id, evaluation_type, touchpoint, wave, month, is_in_wave, is_repeated,
            indicator
        )
),

-- Who comes back stands in each period. First his periods, then their figures: the other way round is a cliff.
periods as materialized (
    select
        answered.* replace (period_months.window_kind = 'wave' as is_in_wave),
        period_months.window_kind,
        period_months.period
    from answered
    inner join {{ ref('int_survey__period_months') }} as period_months using (organisation_id, wave, month)
    where answered.is_repeated and (answered.is_in_wave or period_months.window_kind != 'wave')
),

-- He deviates from the figure of the period.
often as (
    select
        periods.*,
        sums.total / sums.total_weight as centre
    from periods
    inner join {{ ref('int_survey__indicator_sums') }} as sums
        using (method_version, organisation_id, window_kind, period, evaluation_type, touchpoint, indicator)
)

-- Products of such deviations are as large as what they add up to.
select
    * exclude (month, indicator, value) replace ({{ in_steps('weight') }} as weight),
    {{ in_steps('weight * (value - centre)') }} as deviation
from once
union all by name
select
    * exclude (month, indicator, value)
    replace (sum({{ in_steps('weight') }})::bigint as weight),
    sum({{ in_steps('weight * (value - centre)') }})::bigint as deviation
from often
group by all
