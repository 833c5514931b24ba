with recursive links as (
    select
        links.message_number as number,
        links.parent_number,
        messages.is_from_organisation,
        messages.is_automated or messages.is_internal as is_silent
    from {{ ref('int_webcare__message_links') }} as links
    inner join {{ ref('stg_webcare__messages') }} as messages using (message_number)
),

chains as (
    {{ reply_chains() }}
)

-- Messages that answer one another in a circle are never reached: each stands alone.
select
    links.number as message_number,
    coalesce(chains.thread_number, links.number) as thread_number,
    case
        when chains.number is not null then chains.customer_number
        when not links.is_from_organisation then links.number
    end as customer_number,
    case
        when chains.number is not null then chains.branch_number
        when not links.is_from_organisation then links.number
    end as branch_number
from links
left join chains using (number)
