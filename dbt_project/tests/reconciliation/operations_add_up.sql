-- Per version: every case, and every conversation that a customer opened, is counted once under `all` and
-- once under its part; a conversation of nobody's is counted in the ledger.
with expected as (
    select
        'cases' as counted,
        count(*) as count_expected
    from (
        select distinct case_id from {{ ref('stg_process__events') }}
        union all
        select cases.case_id
        from {{ ref('stg_process__cases') }} as cases
        left join {{ ref('stg_process__events') }} as events on cases.case_id = events.case_id
        where events.case_id is null
    ) as delivered
    union all
    select
        'conversations' as counted,
        count(*) - (select sum(loads.count_unattributed) from {{ ref('fct_load') }} as loads) as count_expected
    from {{ ref('int_webcare__threads') }}
),

published as (
    select
        'cases' as counted,
        method_version,
        process = 'all' as is_total,
        sum(count_cases) as count_published
    from {{ ref('fct_process_performance') }}
    group by all
    union all
    select
        'conversations' as counted,
        method_version,
        channel = 'all' as is_total,
        sum(count_conversations) as count_published
    from {{ ref('fct_webcare_performance') }}
    group by all
)

select
    counted,
    expected.count_expected,
    published.count_published
from expected
left join published using (counted)
where coalesce(published.count_published, 0) != expected.count_expected
