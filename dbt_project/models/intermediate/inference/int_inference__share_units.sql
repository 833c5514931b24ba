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
    coalesce('author ' || author_id, 'thread ' || thread_number) as psu
from threads
union all
select
    method_version,
    'process' as evidence,
    wave,
    case_number as unit_number,
    process as part,
    coalesce('customer ' || customer_id, 'case ' || case_number) as psu
from cases
