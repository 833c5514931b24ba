with loads as (
    select * from {{ ref('stg_ledger__loads') }}
),

superseded as (
    select
        load_id,
        count(*) as count_superseded
    from {{ ref('stg_ledger__superseded_records') }}
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
    coalesce(superseded.count_superseded, 0) as count_superseded,
    coalesce(unattributed.count_unattributed, 0) as count_unattributed,
    loads.quarantine_reasons,
    loads.failed_expectations,
    loads.definition_sha256,
    loads.suite_sha256,
    loads.schema_version,
    loads.pseudonym_key_id,
    build.build_id
from loads
left join superseded on loads.load_id = superseded.load_id
left join unattributed on loads.load_id = unattributed.load_id
cross join build
order by loads.load_id
