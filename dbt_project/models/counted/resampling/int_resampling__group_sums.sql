with design as (
    select * from {{ ref('int_survey__design') }}
    where evaluation_type = 'relational' and is_in_wave
),

resampled_units as (
    select * from {{ ref('int_resampling__units') }}
    where evidence = 'survey'
),

resampling_groups as (
    select * from {{ ref('int_resampling__groups') }}
    where evidence = 'survey'
),

evaluations as (
    select
        design.method_version,
        design.evaluation_number,
        design.weight,
        resampling_groups.group_number
    from design
    inner join resampled_units
        on
            design.method_version = resampled_units.method_version
            and design.stratum_id = resampled_units.stratum_id
            and design.psu_id = resampled_units.unit_number
    inner join resampling_groups
        on
            resampled_units.method_version = resampling_groups.method_version
            and resampled_units.stratum_id = resampling_groups.stratum_id
            and resampled_units.resampling_group = resampling_groups.resampling_group
),

operations as (
    select * from {{ ref('int_resampling__operations') }}
),

indicator_values as (
    select * from {{ ref('int_survey__indicator_values') }}
    where evaluation_type = 'relational'
),

outcomes as (
    select * from {{ ref('int_operations__outcomes') }}
),

indicators as (
    select * from {{ ref('int_method__indicators') }}
),

-- A gap between channels is made of the means of those that have enough.
channels as (
    select
        evaluations.evaluation_number,
        gaps.method_version,
        gaps.indicator,
        evaluations.channel
    from {{ ref('stg_survey__evaluations') }} as evaluations
    inner join {{ ref('int_survey__channel_gaps') }} as gaps
        on
            evaluations.organisation_id = gaps.organisation_id
            and evaluations.wave = gaps.wave
            and list_contains(gaps.channels, evaluations.channel)
),

placed as (
    select
        evaluations.method_version,
        'survey' as evidence,
        indicator_values.organisation_id,
        indicator_values.wave,
        indicator_values.indicator,
        coalesce(channels.channel, '') as part,
        evaluations.group_number,
        evaluations.weight,
        indicator_values.value
    from evaluations
    inner join indicator_values using (method_version, evaluation_number)
    inner join indicators using (method_version, indicator)
    left join channels using (method_version, indicator, evaluation_number)
    where indicators.kind != 'channel_gap' or channels.channel is not null
    union all
    select
        operations.method_version,
        operations.evidence,
        outcomes.organisation_id,
        outcomes.wave,
        outcomes.indicator,
        '' as part,
        operations.group_number,
        1 as weight,
        outcomes.value
    from operations
    inner join outcomes
        on
            operations.method_version = outcomes.method_version
            and operations.evidence = outcomes.source
            and operations.unit_number = outcomes.unit_number
    -- those of the index only
    inner join indicators
        on
            outcomes.method_version = indicators.method_version
            and outcomes.indicator = indicators.indicator
)

select
    method_version,
    evidence,
    organisation_id,
    wave,
    indicator,
    part,
    group_number,
    {{ exact_sum('weight') }}::double as total_weight,
    {{ exact_sum('weight * value') }}::double as total
from placed
group by method_version, evidence, organisation_id, wave, indicator, part, group_number
