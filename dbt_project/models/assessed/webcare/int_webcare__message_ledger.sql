{{ config(materialized='view') }}

with roles as (
    select * from {{ ref('int_webcare__message_roles') }}
),

messages as (
    select * from {{ ref('stg_webcare__messages') }}
)

select
    roles.method_version,
    roles.message_number,
    messages.load_id,
    roles.organisation_id,
    {{ wave_of('messages.stated_wave', 'messages.sent_at') }} as wave,
    messages.channel,
    roles.role,
    roles.left_out_reason
from roles
inner join messages using (message_number)
