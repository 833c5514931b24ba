-- Per version: every case and every question of an organisation is counted once under `all` and once under its part; a
-- question of nobody's is counted in the ledger.
with delivered_cases as (
    select distinct case_id from {{ ref('stg_process__events') }}
    union all
    select cases.case_id
    from {{ ref('stg_process__cases') }} as cases
    left join {{ ref('stg_process__events') }} as events using (case_id)
    where events.case_id is null
),

versions as (
    select
        method_version,
        unnest([true, false]) as is_total
    from {{ ref('int_method__parameters') }}
),

expected as (
    select
        'cases' as base,
        versions.method_version,
        versions.is_total,
        (select count(*) from delivered_cases) as count_expected
    from versions
    union all
    select
        'conversations' as base,
        versions.method_version,
        versions.is_total,
        count(questions.organisation_id) as count_expected
    from versions
    left join {{ ref('int_webcare__message_roles') }} as questions
        on
            versions.method_version = questions.method_version
            and questions.role = 'question'
    group by versions.method_version, versions.is_total
),

counted as (
    {{ counted_bases(ref('int_operations__figures')) }}
)

select
    base,
    method_version,
    is_total,
    expected.count_expected,
    counted.count_counted
from expected
left join counted using (base, method_version, is_total)
where coalesce(counted.count_counted, 0) != expected.count_expected
