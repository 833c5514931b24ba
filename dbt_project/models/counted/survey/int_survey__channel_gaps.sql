-- How far apart an organisation's channels are: the spread of their means, less what noise alone would spread them.
with parameters as (
    select * from {{ ref('int_method__parameters') }}
),

evaluations as (
    select
        indicator_values.method_version,
        indicator_values.organisation_id,
        indicator_values.wave,
        indicator_values.indicator,
        evaluations.channel,
        design.stratum_id,
        design.psu_id,
        design.n_h,
        design.weight,
        indicator_values.value
    from {{ ref('int_survey__indicator_values') }} as indicator_values
    inner join {{ ref('int_method__indicators') }} as indicators
        on
            indicator_values.method_version = indicators.method_version
            and indicator_values.indicator = indicators.indicator
            and indicators.kind = 'channel_gap'
    inner join {{ ref('int_survey__design') }} as design
        on
            indicator_values.method_version = design.method_version
            and indicator_values.evaluation_number = design.evaluation_number
    inner join {{ ref('stg_survey__evaluations') }} as evaluations
        on indicator_values.evaluation_number = evaluations.evaluation_number
    where
        indicator_values.evaluation_type = 'relational' and evaluations.channel is not null and design.is_in_wave
),

means as (
    select
        evaluations.method_version,
        evaluations.organisation_id,
        evaluations.wave,
        evaluations.indicator,
        evaluations.channel,
        {{ exact_sum('evaluations.weight') }} as total_weight,
        {{ exact_sum('evaluations.weight * evaluations.value') }} as total,
        {{ exact_sum('evaluations.weight * evaluations.value') }} / {{ exact_sum('evaluations.weight') }} as mean
    from evaluations
    inner join parameters using (method_version)
    group by
        evaluations.method_version,
        evaluations.organisation_id,
        evaluations.wave,
        evaluations.indicator,
        evaluations.channel
    having count(*) >= any_value(parameters.channel_minimum_base)
),

unit_deviations as (
    select
        evaluations.method_version,
        evaluations.organisation_id,
        evaluations.wave,
        evaluations.indicator,
        evaluations.channel,
        evaluations.stratum_id,
        evaluations.n_h,
        {{ sum_of_deviations('evaluations.weight * (evaluations.value - means.mean) / means.total_weight') }}
            as deviation
    from evaluations
    inner join means using (method_version, organisation_id, wave, indicator, channel)
    group by
        evaluations.method_version,
        evaluations.organisation_id,
        evaluations.wave,
        evaluations.indicator,
        evaluations.channel,
        evaluations.stratum_id,
        evaluations.n_h,
        evaluations.psu_id
),

stratum_totals as (
    select
        method_version,
        organisation_id,
        wave,
        indicator,
        channel,
        n_h,
        {{ sum_of_deviations('deviation') }} as total,
        {{ sum_of_products('deviation', 'deviation') }} as total_of_squares
    from unit_deviations
    group by method_version, organisation_id, wave, indicator, channel, stratum_id, n_h
),

variances as (
    select
        method_version,
        organisation_id,
        wave,
        indicator,
        channel,
        {{ design_covariance('total_of_squares', 'total', 'total', 'n_h') }} as variance
    from stratum_totals
    group by method_version, organisation_id, wave, indicator, channel
),

channels as (
    select
        means.*,
        means.total_weight / sum(means.total_weight) over organisation as channel_share,
        sum(means.total) over organisation / sum(means.total_weight) over organisation as overall_mean,
        variances.variance
    from means
    inner join variances using (method_version, organisation_id, wave, indicator, channel)
    window
        organisation as (partition by means.method_version, means.organisation_id, means.wave, means.indicator)
)

select
    method_version,
    organisation_id,
    wave,
    indicator,
    count(*) as count_channels,
    list(channel order by channel) as channels,
    {{ exact_sum('channel_share * (1 - channel_share) * variance') }}::double as noise,
    round(sqrt(greatest({{ exact_sum('channel_share * power(mean - overall_mean, 2)') }}::double - noise, 0)), 9) as gap
from channels
group by method_version, organisation_id, wave, indicator
having count(*) >= 2
