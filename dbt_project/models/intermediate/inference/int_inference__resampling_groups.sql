{#- Of the Poisson distribution with mean 1: the share of groups that are there at most 0, 1, 2 … times. -#}
{% set cut_points = [
    '0.36787944', '0.73575888', '0.91969860', '0.98101184', '0.99634015', '0.99940582', '0.99991676', '0.99998980',
    '0.99999887'
] %}

with parameters as (
    select * from {{ ref('int_method__parameters') }}
),

resampled as (
    select
        method_version,
        evidence,
        resampling_group
    from {{ ref('int_inference__resampled_units') }}
    group by method_version, evidence, resampling_group
),

-- The key holds neither wave nor organisation, so what these share is resampled alike; and no later version.
keyed as (
    select
        resampled.method_version,
        resampled.evidence,
        resampled.resampling_group,
        'M1|' || resampled.evidence || '|' || resampled.resampling_group || '|' as resampling_key,
        parameters.bootstrap_replicates::bigint as count_replicates
    from resampled
    inner join parameters on resampled.method_version = parameters.method_version
),

drawn as (
    select
        method_version,
        evidence,
        resampling_group,
        list_transform(
            range(count_replicates),
            lambda replicate: (md5_number_lower(resampling_key || replicate) >> 11) / 9007199254740992
        ) as uniforms
    from keyed
)

select
    method_version,
    evidence,
    resampling_group,
    row_number() over (partition by method_version order by evidence, resampling_group) - 1 as group_number,
    list_transform(
        uniforms,
        lambda uniform: (
            {%- for cut_point in cut_points %}
            {{ '+ ' if not loop.first }}(uniform >= {{ cut_point }}::double)::utinyint
            {%- endfor %}
        )
    ) as multiplicities
from drawn
