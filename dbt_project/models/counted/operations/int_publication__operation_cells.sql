{{ config(materialized='view') }}

with questions as (
    select * from {{ ref('int_webcare__observed_questions') }}
),

messages as (
    select * from {{ ref('int_webcare__message_ledger') }}
    where organisation_id is not null
),

service_waits as (
    select * from {{ ref('int_webcare__service_waits') }}
),

replies as (
    select * from {{ ref('int_webcare__answered_messages') }}
),

cases as (
    select * from {{ ref('int_process__observed_cases') }}
),

versions as (
    select method_version from {{ ref('int_method__parameters') }}
)

select
    method_version,
    organisation_id,
    wave,
    channel as part,
    unnest(['conversations', 'answers_required', 'resolutions_required']) as base_of,
    unnest([
        count(*),
        count(*) filter (where requires_answer),
        count(*) filter (where is_in_resolution_base)
    ]) as count_base
from questions
group by method_version, organisation_id, wave, channel
union all
select
    method_version,
    organisation_id,
    wave,
    channel as part,
    'messages' as base_of,
    count(*) as count_base
from messages
group by method_version, organisation_id, wave, channel
union all
select
    method_version,
    organisation_id,
    wave,
    channel as part,
    'service_waits' as base_of,
    count(*) as count_base
from service_waits
group by method_version, organisation_id, wave, channel
union all
select
    versions.method_version,
    replies.organisation_id,
    replies.wave,
    replies.channel as part,
    'messages_answered' as base_of,
    count(*) as count_base
from replies
cross join versions
group by versions.method_version, replies.organisation_id, replies.wave, replies.channel
union all
select
    method_version,
    organisation_id,
    wave,
    process as part,
    unnest(['cases', 'promises', 'first_time_right', 'rework']) as base_of,
    unnest([
        count(*),
        count(is_in_promise),
        count(is_first_time_right),
        count(is_rework_free)
    ]) as count_base
from cases
group by method_version, organisation_id, wave, process
