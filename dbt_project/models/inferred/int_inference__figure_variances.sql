with evaluations as (
    select * from {{ ref('int_inference__evaluations') }}
),

vectors as (
    select * from {{ ref('int_inference__figure_vectors') }}
),

period_months as (
    select * from {{ ref('int_survey__period_months') }}
),

figures as (
    select
        vectors.figure_number,
        vectors.method_version,
        vectors.organisation_id,
        vectors.evaluation_type,
        vectors.touchpoint,
        vectors.window_kind = 'wave' as is_of_wave,
        vectors.slopes,
        vectors.centres,
        vectors.is_used,
        period_months.wave,
        period_months.month
    from vectors
    inner join period_months using (organisation_id, window_kind, period)
),

deviations as (
    select
        figures.figure_number,
        evaluations.stratum_id,
        case when figures.is_of_wave then evaluations.n_h else evaluations.n_h_in_months end as n_h,
        evaluations.psu_id,
        evaluations.is_repeated,
        {{ deviation() }} as z
    from evaluations
    inner join figures
        on
            evaluations.method_version = figures.method_version
            and evaluations.organisation_id = figures.organisation_id
            and evaluations.evaluation_type = figures.evaluation_type
            and evaluations.touchpoint = figures.touchpoint
            and evaluations.wave = figures.wave
            and evaluations.month = figures.month
            and (evaluations.is_in_wave or not figures.is_of_wave)
    where list_inner_product(evaluations.is_valid, figures.is_used) > 0
),

units as (
    select
        figure_number,
        stratum_id,
        n_h,
        z
    from deviations
    where not is_repeated
    union all
    select
        figure_number,
        stratum_id,
        n_h,
        {{ sum_of_deviations('z') }} as z
    from deviations
    where is_repeated
    group by figure_number, stratum_id, n_h, psu_id
),

strata as (
    select
        figure_number,
        n_h,
        count(*) as count_units,
        {{ sum_of_deviations('z') }} as total,
        {{ sum_of_products('z', 'z') }} as total_of_squares
    from units
    group by figure_number, stratum_id, n_h
),

summed as (
    select
        figure_number,
        {{ design_covariance('total_of_squares', 'total', 'total', 'n_h') }} as variance,
        sum(count_units)::bigint - count(*) as df
    from strata
    group by figure_number
),

-- An NPS is compared with a simple random sample of as many respondents.
recommendations as (
    select
        sums.*,
        'nps' as figure
    from {{ ref('int_survey__indicator_sums') }} as sums
    inner join {{ ref('int_method__indicators') }} as indicators using (method_version, indicator)
    where indicators.kind = 'nps'
)

select
    vectors.method_version,
    vectors.organisation_id,
    vectors.window_kind,
    vectors.period,
    vectors.evaluation_type,
    vectors.touchpoint,
    vectors.figure,
    -- a variance of nothing may fall below it by a rounding
    case when summed.df >= 1 then sqrt(greatest(summed.variance, 0)) end as standard_error,
    summed.df,
    recommendations.count_base - 1 as df_of_sample
from summed
inner join vectors using (figure_number)
left join recommendations
    using (method_version, organisation_id, window_kind, period, evaluation_type, touchpoint, figure)
