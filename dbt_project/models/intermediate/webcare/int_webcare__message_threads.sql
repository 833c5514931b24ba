with recursive links as (
    select
        links.message_number,
        links.parent_number,
        messages.is_from_organisation,
        messages.is_automated or messages.is_internal as is_silent
    from {{ ref('int_webcare__message_links') }} as links
    inner join {{ ref('stg_webcare__messages') }} as messages on links.message_number = messages.message_number
),

-- Downwards from the messages that answer nothing in the data.
chains as (
    select
        message_number,
        message_number as thread_number,
        case when not is_from_organisation then message_number end as customer_number,
        -- what a machine opens is one chat, what people of the organisation open is a post with comments
        case when is_silent or not is_from_organisation then message_number end as branch_number
    from links
    where parent_number is null
    union all
    select
        links.message_number,
        chains.thread_number,
        case when links.is_from_organisation then chains.customer_number else links.message_number end
            as customer_number,
        case
            when chains.branch_number is not null or links.is_from_organisation then chains.branch_number
            else links.message_number
        end as branch_number
    from chains
    inner join links on chains.message_number = links.parent_number
)

-- Messages that answer one another in a circle are never reached: each stands alone.
select
    links.message_number,
    coalesce(chains.thread_number, links.message_number) as thread_number,
    case
        when chains.message_number is not null then chains.customer_number
        when not links.is_from_organisation then links.message_number
    end as customer_number,
    case
        when chains.message_number is not null then chains.branch_number
        when not links.is_from_organisation then links.message_number
    end as branch_number
from links
left join chains on links.message_number = chains.message_number
