{{ config(materialized='view') }}

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
)

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
