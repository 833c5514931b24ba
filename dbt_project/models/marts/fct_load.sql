with loads as (
    select * from {{ source('waist', 'stg_ledger__loads') }}
),

counts as (
    select * from {{ source('waist', 'int_ledger__load_counts') }}
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
    counts.count_superseded,
    counts.count_withdrawn,
    counts.count_waiting,
    counts.count_kept_on,
    counts.count_in_other_month,
    counts.count_unattributed,
    case when loads.entity = 'messages' then counts.count_questions end as count_questions,
    case when loads.entity = 'messages' then counts.count_replies end as count_replies,
    case when loads.entity = 'messages' then counts.count_left_out end as count_left_out,
    loads.quarantine_reasons,
    loads.filter_reasons,
    case when loads.entity = 'messages' then counts.left_out_reasons end as left_out_reasons,
    loads.failed_expectations,
    loads.definition_sha256,
    loads.suite_sha256,
    loads.schema_version,
    loads.pseudonym_key_id
from loads
inner join counts using (load_id)
order by loads.load_id
