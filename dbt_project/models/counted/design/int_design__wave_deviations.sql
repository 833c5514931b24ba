-- What each sampling unit adds to the figures of a wave, scaled in its stratum: the variance of a figure is the sum of
-- the squares around their mean.
with figures as (
    select
        sums.method_version,
        sums.organisation_id,
        sums.period::integer as wave,
        sums.indicator,
        sums.total / sums.total_weight as figure,
        row_number() over (
            order by sums.method_version, sums.period, sums.organisation_id, sums.indicator
        ) as figure_number
    from {{ ref('int_survey__indicator_sums') }} as sums
    inner join {{ ref('int_method__survey_indicators') }} using (method_version, indicator)
    where sums.window_kind = 'wave' and sums.evaluation_type = 'relational'
),

design as (
    select * from {{ ref('int_survey__design') }}
    where evaluation_type = 'relational' and is_in_wave
),

-- First by its evaluation: by organisation and indicator alone everybody would meet everybody.
answered as materialized (
    select
        design.method_version,
        design.wave,
        design.stratum_id,
        design.n_h,
        design.psu_id,
        design.weight,
        indicator_values.organisation_id,
        indicator_values.indicator,
        indicator_values.value::double as value
    from design
    inner join {{ ref('int_survey__indicator_values') }} as indicator_values using (method_version, evaluation_number)
)

select
    answered.method_version,
    answered.wave,
    answered.stratum_id,
    answered.n_h,
    answered.psu_id,
    answered.organisation_id,
    answered.indicator,
    figures.figure_number,
    sum({{ in_steps(
        'sqrt(' ~ stratum_scale('answered.n_h') ~ ') * answered.weight * (answered.value - figures.figure)'
    ) }})::bigint as deviation
from answered
inner join figures using (method_version, wave, organisation_id, indicator)
group by all
