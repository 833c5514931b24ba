{{ config(materialized='view') }}

with threads as (
    select * from {{ ref('int_webcare__observed_threads') }}
),

cases as (
    select * from {{ ref('int_process__observed_cases') }}
)

select
    method_version,
    'webcare' as evidence,
    wave,
    thread_number as unit_number,
    channel as part,
    coalesce(author_id, thread_number::varchar) as psu
from threads
union all
select
    method_version,
    'process' as evidence,
    wave,
    case_number as unit_number,
    process as part,
    coalesce(customer_id, case_number::varchar) as psu
from cases
