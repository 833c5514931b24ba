{{ config(materialized='view') }}

with questions as (
    select * from {{ ref('int_webcare__observed_questions') }}
),

tones as (
    select * from {{ ref('int_webcare__question_tones') }}
),

cases as (
    select * from {{ ref('int_process__observed_cases') }}
)

select
    method_version,
    organisation_id,
    wave,
    'webcare_response' as indicator,
    question_number as unit_number,
    is_answered::integer as value
from questions
where requires_answer
union all
select
    method_version,
    organisation_id,
    wave,
    'webcare_resolution' as indicator,
    question_number as unit_number,
    is_resolved_in_time::integer as value
from questions
where is_in_resolution_base
union all
select
    method_version,
    organisation_id,
    wave,
    'webcare_tone' as indicator,
    question_number as unit_number,
    tone_change as value
from tones
union all
select
    method_version,
    organisation_id,
    wave,
    'process_first_time_right' as indicator,
    case_number as unit_number,
    is_first_time_right::integer as value
from cases
where is_first_time_right is not null
union all
select
    method_version,
    organisation_id,
    wave,
    'process_in_promise' as indicator,
    case_number as unit_number,
    is_in_promise::integer as value
from cases
where is_in_promise is not null
union all
select
    method_version,
    organisation_id,
    wave,
    'process_rework_free' as indicator,
    case_number as unit_number,
    is_rework_free::integer as value
from cases
where is_rework_free is not null
