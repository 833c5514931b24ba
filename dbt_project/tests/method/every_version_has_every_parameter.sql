with versions as (
    select * from {{ ref('method_version') }}
),

parameters as (
    select * from {{ ref('method_parameter') }}
),

names as (
    select distinct parameter from parameters
),

-- what the models ask for
used as (
    select *
    from {{ ref('int_method__parameters') }}
    unpivot include nulls (value for parameter in (columns(* exclude (method_version))))
)

select
    versions.method_version,
    names.parameter
from versions
cross join names
left join parameters using (method_version, parameter)
where parameters.value is null
union distinct
select
    method_version,
    parameter
from used
where value is null
