{#- The key holds neither wave nor organisation, so what these share is resampled alike; and no later version. -#}
with parameters as (
    select * from {{ ref('int_method__parameters') }}
),

resampled as (
    select
        method_version,
        evidence,
        stratum_id,
        any_value(stratum) as stratum,
        resampling_group
    from {{ ref('int_resampling__units') }}
    group by method_version, evidence, stratum_id, resampling_group
),

keyed as (
    select
        resampled.method_version,
        resampled.evidence,
        resampled.stratum_id,
        resampled.resampling_group,
        concat_ws('|', 'M1', resampled.evidence, resampled.stratum, resampled.resampling_group, '') as resampling_key,
        ceil(parameters.bootstrap_replicates / 64)::bigint as count_digests
    from resampled
    inner join parameters using (method_version)
)

select
    method_version,
    evidence,
    stratum_id,
    resampling_group,
    dense_rank() over (partition by method_version order by evidence, stratum_id) - 1 as stratum_number,
    row_number() over (partition by method_version order by evidence, stratum_id, resampling_group) - 1 as group_number,
    list_transform(range(count_digests), lambda digest: md5_number_lower(resampling_key || digest)) as digests
from keyed
