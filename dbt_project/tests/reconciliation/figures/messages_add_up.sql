-- Messages in = questions + replies + left out, what waits aside: of every organisation, wave and channel.
with performance as (
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

counted as (
    select
        method_version,
        channel = 'all' as is_total,
        sum(count_messages) as count_messages
    from {{ source('waist', 'int_webcare__message_counts') }}
    group by all
)

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
from counted
full join published using (method_version, is_total)
where counted.count_messages is distinct from published.count_messages
