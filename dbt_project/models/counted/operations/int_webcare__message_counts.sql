with messages as (
    select * replace (unnest([channel, 'all']) as channel)
    from {{ ref('int_webcare__message_ledger') }}
    where organisation_id is not null
),

left_out as (
    select
        method_version,
        organisation_id,
        wave,
        channel,
        left_out_reason as reason_code,
        count(*) as count_messages
    from messages
    where role = 'left_out'
    group by all
),

reasons as (
    select
        method_version,
        organisation_id,
        wave,
        channel,
        list({ 'reason_code': reason_code, 'count': count_messages } order by reason_code) as left_out_reasons
    from left_out
    group by all
),

counted as (
    select
        method_version,
        organisation_id,
        wave,
        channel,
        count(*) as count_messages,
        count(*) filter (where role = 'question') as count_questions,
        count(*) filter (where role = 'reply') as count_replies,
        count(*) filter (where role = 'left_out') as count_left_out
    from messages
    group by all
)

select
    counted.*,
    coalesce(reasons.left_out_reasons, []) as left_out_reasons
from counted
left join reasons using (method_version, organisation_id, wave, channel)
