-- Per version: every case and every question is counted once under `all` and once under its part, shown or withheld; a
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
        'cases' as counted,
        versions.method_version,
        versions.is_total,
        (select count(*) from delivered_cases) as count_expected
    from versions
    union all
    select
        'conversations' as counted,
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

rows_published as (
    select
        'cases' as counted,
        method_version,
        organisation_id,
        wave,
        process as part,
        count_cases as count_published
    from {{ ref('fct_process_performance') }}
    union all
    select
        'conversations' as counted,
        method_version,
        organisation_id,
        wave,
        channel as part,
        count_conversations as count_published
    from {{ ref('fct_webcare_performance') }}
),

withheld as (
    select
        method_version,
        organisation_id,
        base_of as counted,
        period::integer as wave,
        part,
        sum(count_base) as count_base
    from {{ ref('int_publication__row_cells') }}
    where base_of in ('cases', 'conversations')
    group by all
),

published as (
    select
        counted,
        method_version,
        part = 'all' as is_total,
        sum(coalesce(rows_published.count_published, withheld.count_base)) as count_published
    from rows_published
    left join withheld using (counted, method_version, organisation_id, wave, part)
    group by all
)

select
    counted,
    method_version,
    is_total,
    expected.count_expected,
    published.count_published
from expected
left join published using (counted, method_version, is_total)
where coalesce(published.count_published, 0) != expected.count_expected
