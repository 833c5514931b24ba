-- Every message has one role, and counts once under `all` and once under its channel if it is about an organisation.
with ledger as (
    select * from {{ ref('int_webcare__message_ledger') }}
),

versions as (
    select method_version from {{ ref('int_method__parameters') }}
),

roles as (
    select
        method_version,
        count(*) as count_messages
    from ledger
    where (role = 'left_out') = (left_out_reason is not null)
    group by method_version
),

staged as (
    select count(*) as count_messages from {{ ref('stg_webcare__messages') }}
),

attributed as (
    select
        method_version,
        unnest([true, false]) as is_total,
        count(*) as count_messages
    from ledger
    where organisation_id is not null
    group by method_version
),

counted as (
    select
        method_version,
        channel = 'all' as is_total,
        sum(count_messages) as count_messages
    from {{ ref('int_webcare__message_counts') }}
    group by all
)

select 'a message has no role in version ' || versions.method_version as fault
from versions
cross join staged
left join roles using (method_version)
where coalesce(roles.count_messages, 0) != staged.count_messages
union all
select 'the counts of version ' || method_version as fault
from attributed
left join counted using (method_version, is_total)
where attributed.count_messages != coalesce(counted.count_messages, 0)
