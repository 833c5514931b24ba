-- Messages in = questions + replies + left out, what waits aside: of every load, and of every organisation, wave and
-- channel.
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

loads as (
    select
        *,
        records_accepted - count_superseded - count_withdrawn - count_waiting as count_messages,
        list_sum(list_transform(left_out_reasons, lambda reason: struct_extract(reason, 'count'))) as count_reasons
    from {{ ref('fct_load') }}
    where entity = 'messages' and verdict = 'accepted'
),

performance as (
    select
        *,
        list_sum(list_transform(left_out_reasons, lambda reason: struct_extract(reason, 'count'))) as count_reasons
    from {{ ref('fct_webcare_performance') }}
),

withheld as (
    select
        method_version,
        organisation_id,
        period::integer as wave,
        part as channel,
        sum(count_base) as count_base
    from {{ ref('int_publication__row_cells') }}
    where base_of = 'messages'
    group by all
),

published as (
    select
        performance.method_version,
        performance.channel = 'all' as is_total,
        sum(coalesce(performance.count_messages, withheld.count_base)) as count_messages
    from performance
    left join withheld using (method_version, organisation_id, wave, channel)
    group by all
),

attributed as (
    select
        method_version,
        unnest([true, false]) as is_total,
        count(*) as count_messages
    from ledger
    where organisation_id is not null
    group by method_version
)

select 'a message has no role in version ' || versions.method_version as fault
from versions
cross join staged
left join roles using (method_version)
where coalesce(roles.count_messages, 0) != staged.count_messages
union all
select 'load ' || load_id as fault
from loads
where
    count_messages is distinct from count_questions + count_replies + count_left_out
    or coalesce(count_reasons, 0) != count_left_out
union all
select concat_ws(' ', 'row', method_version, organisation_id, wave, channel) as fault
from performance
where
    count_messages is not null
    and (
        count_messages is distinct from count_conversations + count_replies + count_left_out
        or coalesce(count_reasons, 0) != count_left_out
    )
union all
select 'the rows of version ' || method_version as fault
from attributed
left join published using (method_version, is_total)
where attributed.count_messages != coalesce(published.count_messages, 0)
