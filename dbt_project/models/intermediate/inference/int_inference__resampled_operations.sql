{{ config(materialized='view') }}

with operations as (
    select * from {{ ref('int_inference__share_units') }}
),

observed as (
    select * from {{ ref('int_inference__resampled_units') }}
),

resampling_groups as (
    select * from {{ ref('int_inference__resampling_groups') }}
)

select
    operations.method_version,
    operations.evidence,
    operations.unit_number,
    resampling_groups.group_number
from operations
inner join observed
    on
        operations.method_version = observed.method_version
        and operations.evidence = observed.evidence
        and operations.psu = observed.unit
inner join resampling_groups
    on
        observed.method_version = resampling_groups.method_version
        and observed.evidence = resampling_groups.evidence
        and observed.resampling_group = resampling_groups.resampling_group
