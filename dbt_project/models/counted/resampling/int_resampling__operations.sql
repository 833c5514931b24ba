{{ config(materialized='view') }}

with operations as (
    select * from {{ ref('int_operations__units') }}
),

resampled_units as (
    select * from {{ ref('int_resampling__units') }}
),

resampling_groups as (
    select * from {{ ref('int_resampling__groups') }}
)

select
    operations.method_version,
    operations.source as evidence,
    operations.unit_number,
    resampling_groups.group_number
from operations
inner join resampled_units
    on
        operations.method_version = resampled_units.method_version
        and operations.source = resampled_units.evidence
        and operations.wave = resampled_units.stratum_id
        and operations.psu_number = resampled_units.unit_number
inner join resampling_groups
    on
        resampled_units.method_version = resampling_groups.method_version
        and resampled_units.evidence = resampling_groups.evidence
        and resampled_units.stratum_id = resampling_groups.stratum_id
        and resampled_units.resampling_group = resampling_groups.resampling_group
