-- How the figures of an organisation's indicators vary together by the design: whatever is made of them varies by these
-- and by its slopes alone.
with units as (
    select * from {{ ref('int_design__unit_sums') }}
),

period_months as (
    select
        *,
        strftime(month, '%Y-%m') as month_period
    from {{ ref('int_survey__period_months') }}
),

sums as (
    select
        * exclude (total, total_weight),
        total_weight::double as total_weight,
        total / total_weight as figure
    from {{ ref('int_survey__indicator_sums') }}
),

figures as (
    select
        sums.*,
        survey_indicators.position,
        dense_rank() over (
            order by
                sums.method_version,
                sums.organisation_id,
                sums.window_kind,
                sums.period,
                sums.evaluation_type,
                sums.touchpoint
        ) as base_number
    from sums
    inner join {{ ref('int_method__survey_indicators') }} as survey_indicators using (method_version, indicator)
),

-- Of pairs of indicators. An indicator and itself have all its units: their totals are those of the indicator.
products as (
    select
        a.method_version,
        a.stratum_id,
        a.n_h,
        a.n_h_in_months,
        a.organisation_id,
        a.evaluation_type,
        a.touchpoint,
        a.wave,
        a.window_kind,
        a.period,
        a.is_in_wave,
        a.is_repeated,
        a.position as position_a,
        b.position as position_b,
        a.centre as centre_a,
        b.centre as centre_b,
        {{ sum_of_steps('a.deviation') }} as deviations,
        {{ sum_of_steps('a.weight') }} as weights,
        {{ sum_of_step_products('a.deviation', 'b.deviation') }} as deviation_by_deviation,
        {{ sum_of_step_products('a.deviation', 'b.weight') }} as deviation_by_weight,
        {{ sum_of_step_products('a.weight', 'b.deviation') }} as weight_by_deviation,
        {{ sum_of_step_products('a.weight', 'b.weight') }} as weight_by_weight
    from units as a
    inner join units as b using (method_version, rating_number, window_kind, period)
    where a.position <= b.position
    group by all
),

placed as (
    {{ in_each_period('products') }}
),

-- Around the figure of the period instead of that of the month.
shifted as (
    select
        placed.*,
        a.base_number,
        a.total_weight as total_weight_a,
        a.total_weight * b.total_weight as total_weights,
        a.figure - placed.centre_a as shift_a,
        b.figure - placed.centre_b as shift_b
    from placed
    inner join figures as a
        on
            placed.method_version = a.method_version
            and placed.organisation_id = a.organisation_id
            and placed.window_kind = a.window_kind
            and placed.period = a.period
            and placed.evaluation_type = a.evaluation_type
            and placed.touchpoint = a.touchpoint
            and placed.position_a = a.position
    inner join figures as b
        on
            a.base_number = b.base_number
            and placed.position_b = b.position
),

strata as (
    select
        base_number,
        position_a,
        position_b,
        stratum_id,
        any_value(case window_kind when 'wave' then n_h else n_h_in_months end) as n_h,
        {{ sum_of_deviations('(deviations - shift_a * weights) / total_weight_a') }} as total,
        {{ sum_of_products('1 / total_weights', '(
            deviation_by_deviation
            - shift_a * weight_by_deviation
            - shift_b * deviation_by_weight
            + shift_a * shift_b * weight_by_weight
        )') }} as total_of_products
    from shifted
    group by base_number, position_a, position_b, stratum_id
),

totals as (
    select
        base_number,
        position_a as position,
        stratum_id,
        n_h,
        total
    from strata
    where position_a = position_b
),

-- Also of indicators that nobody in the stratum answers both of: their means are centred all the same.
covariances as (
    select
        a.base_number,
        a.position as position_a,
        b.position as position_b,
        {{ design_covariance('coalesce(strata.total_of_products, 0)', 'a.total', 'b.total', 'a.n_h') }} as covariance
    from totals as a
    inner join totals as b
        on
            a.base_number = b.base_number
            and a.stratum_id = b.stratum_id
            and a.position <= b.position
    left join strata
        on
            a.base_number = strata.base_number
            and a.stratum_id = strata.stratum_id
            and a.position = strata.position_a
            and b.position = strata.position_b
    group by a.base_number, a.position, b.position
)

select
    a.method_version,
    a.organisation_id,
    a.window_kind,
    a.period,
    a.evaluation_type,
    a.touchpoint,
    a.indicator as indicator_a,
    b.indicator as indicator_b,
    {{ without_steps('covariances.covariance') }} as covariance
from covariances
inner join figures as a
    on
        covariances.base_number = a.base_number
        and covariances.position_a = a.position
inner join figures as b
    on
        covariances.base_number = b.base_number
        and covariances.position_b = b.position
