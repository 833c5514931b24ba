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

unattributed as (
    select
        load_id,
        count(*) as count_unattributed
    from {{ ref('int_webcare__threads') }}
    where organisation_id is null
    group by load_id
),

build as (
    select * from {{ ref('stg_ledger__build') }}
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
    coalesce(unattributed.count_unattributed, 0) as count_unattributed,
    loads.quarantine_reasons,
    loads.filter_reasons,
    loads.failed_expectations,
    loads.definition_sha256,
    loads.suite_sha256,
    loads.schema_version,
    loads.pseudonym_key_id,
    build.build_id
from loads
left join uncounted on loads.load_id = uncounted.load_id
left join unreleased on loads.load_id = unreleased.load_id
left join unattributed on loads.load_id = unattributed.load_id
cross join build
order by loads.load_id
