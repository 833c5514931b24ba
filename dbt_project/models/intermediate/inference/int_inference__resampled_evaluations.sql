{{ config(materialized='view') }}

with design as (
    select * from {{ ref('int_survey__design') }}
    where evaluation_type = 'relational' and is_in_wave
),

observed as (
    select * from {{ ref('int_inference__resampled_units') }}
    where evidence = 'survey'
),

resampling_groups as (
    select * from {{ ref('int_inference__resampling_groups') }}
    where evidence = 'survey'
)

select
    design.method_version,
    design.evaluation_number,
    design.stratum_id,
    design.weight,
    resampling_groups.group_number
from design
inner join observed
    on
        design.method_version = observed.method_version
        and design.psu_id = observed.unit_number
inner join resampling_groups
    on
        observed.method_version = resampling_groups.method_version
        and observed.resampling_group = resampling_groups.resampling_group
