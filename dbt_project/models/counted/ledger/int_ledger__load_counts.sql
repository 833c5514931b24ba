-- Of each load: records that do not count, and what its messages are to the headline method.
with records as (
    select
        load_id,
        count(*) filter (where reason = 'superseded') as count_superseded,
        count(*) filter (where reason = 'withdrawn') as count_withdrawn,
        count(*) filter (where reason = 'waiting') as count_waiting,
        count(*) filter (where is_kept_on) as count_kept_on,
        count(counted_month) as count_in_other_month
    from {{ ref('stg_ledger__record_states') }}
    group by load_id
),

messages as (
    select messages.*
    from {{ ref('int_webcare__message_ledger') }} as messages
    inner join {{ ref('method_version') }} as versions using (method_version)
    where versions.is_headline
),

spoken as (
    select
        load_id,
        count(*) filter (where role = 'question') as count_questions,
        count(*) filter (where role = 'reply') as count_replies,
        count(*) filter (where role = 'left_out') as count_left_out,
        count(*) filter (where role = 'question' and organisation_id is null) as count_unattributed
    from messages
    group by load_id
),

left_out as (
    select
        load_id,
        left_out_reason as reason_code,
        count(*) as count_messages
    from messages
    where role = 'left_out'
    group by all
),

left_out_reasons as (
    select
        load_id,
        list({ 'reason_code': reason_code, 'count': count_messages } order by reason_code) as left_out_reasons
    from left_out
    group by load_id
)

select
    loads.load_id,
    loads.source,
    coalesce(records.count_superseded, 0) as count_superseded,
    coalesce(records.count_withdrawn, 0) as count_withdrawn,
    coalesce(records.count_waiting, 0) as count_waiting,
    coalesce(records.count_kept_on, 0) as count_kept_on,
    coalesce(records.count_in_other_month, 0) as count_in_other_month,
    coalesce(spoken.count_unattributed, 0) as count_unattributed,
    coalesce(spoken.count_questions, 0) as count_questions,
    coalesce(spoken.count_replies, 0) as count_replies,
    coalesce(spoken.count_left_out, 0) as count_left_out,
    coalesce(left_out_reasons.left_out_reasons, []) as left_out_reasons
from {{ ref('stg_ledger__loads') }} as loads
left join records using (load_id)
left join spoken using (load_id)
left join left_out_reasons using (load_id)
