{{ config(materialized='view') }}

with questions as (
    select * from {{ ref('int_webcare__observed_questions') }}
),

cases as (
    select * from {{ ref('int_process__observed_cases') }}
)

select
    method_version,
    'webcare' as evidence,
    wave,
    question_number as unit_number,
    channel as part,
    customer_id as psu
from questions
union all
select
    method_version,
    'process' as evidence,
    wave,
    case_number as unit_number,
    process as part,
    coalesce(customer_id, case_number::varchar) as psu
from cases
