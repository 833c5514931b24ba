{{ config(materialized='view') }}

-- Of the indicators of all pairs of organisations of a wave, in either order, each also with itself.
with own as (
    select
        method_version,
        period::integer as wave,
        organisation_id as organisation_a,
        indicator_a,
        organisation_id as organisation_b,
        indicator_b,
        covariance
    from {{ source('waist', 'int_design__period_covariances') }}
    where window_kind = 'wave' and evaluation_type = 'relational'
),

shared as (
    select
        method_version,
        wave_a as wave,
        organisation_a,
        indicator_a,
        organisation_b,
        indicator_b,
        covariance
    from {{ source('waist', 'int_design__shared_covariances') }}
    where wave_a = wave_b
),

found as (
    select * from own
    union all
    select * from shared
)

select * from found
union all
select
    method_version,
    wave,
    organisation_b as organisation_a,
    indicator_b as indicator_a,
    organisation_a as organisation_b,
    indicator_a as indicator_b,
    covariance
from found
where organisation_a != organisation_b or indicator_a != indicator_b
