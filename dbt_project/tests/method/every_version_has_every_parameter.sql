with versions as (
    select * from {{ ref('method_version') }}
),

parameters as (
    select * from {{ ref('method_parameter') }}
),

names as (
    select distinct parameter from parameters
)

select
    versions.method_version,
    names.parameter
from versions
cross join names
left join parameters
    on
        versions.method_version = parameters.method_version
        and names.parameter = parameters.parameter
where parameters.value is null
union all
-- and whatever the models ask for
select
    method_version,
    'a parameter of int_method__parameters' as parameter
from {{ ref('int_method__parameters') }}
where method_version not in (
    select complete.method_version
    from {{ ref('int_method__parameters') }} as complete
    where columns(complete.*) is not null
)
