with loads as (
    select * from {{ ref('stg_ledger__loads') }}
),

uncounted as (
    select
        load_id,
        count(*) filter (where reason = 'superseded') as count_superseded,
        count(*) filter (where reason = 'withdrawn') as count_withdrawn,
        count(*) filter (where reason = 'waiting') as count_waiting
    from {{ ref('stg_ledger__uncounted_records') }}
    group by load_id
),

unreleased as (
    select
        load_id,
        count(*) filter (where is_kept_on) as count_kept_on,
        count(counted_month) as count_in_other_month
    from {{ ref('stg_ledger__unreleased_records') }}
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
    loads.feed,
    loads.source,
    loads.entity,
    loads.file_name,
    loads.file_sha256,
    loads.file_bytes,
    loads.delivery_date,
    loads.verdict,
    loads.reason_code,
    loads.records_in,
    loads.records_accepted,
    loads.records_quarantined,
    loads.records_filtered,
    coalesce(uncounted.count_superseded, 0) as count_superseded,
    coalesce(uncounted.count_withdrawn, 0) as count_withdrawn,
    coalesce(uncounted.count_waiting, 0) as count_waiting,
    coalesce(unreleased.count_kept_on, 0) as count_kept_on,
    coalesce(unreleased.count_in_other_month, 0) as count_in_other_month,
    coalesce(spoken.count_unattributed, 0) as count_unattributed,
    case when loads.entity = 'messages' then coalesce(spoken.count_questions, 0) end as count_questions,
    case when loads.entity = 'messages' then coalesce(spoken.count_replies, 0) end as count_replies,
    case when loads.entity = 'messages' then coalesce(spoken.count_left_out, 0) end as count_left_out,
    loads.quarantine_reasons,
    loads.filter_reasons,
    case when loads.entity = 'messages' then coalesce(left_out_reasons.left_out_reasons, []) end as left_out_reasons,
    loads.failed_expectations,
    loads.definition_sha256,
    loads.suite_sha256,
    loads.schema_version,
    loads.pseudonym_key_id
from loads
left join uncounted using (load_id)
left join unreleased using (load_id)
left join spoken using (load_id)
left join left_out_reasons using (load_id)
order by loads.load_id
