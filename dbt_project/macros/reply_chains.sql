{#- Downwards from the messages that answer nothing in the data: which thread a message is in, the last message of a
    customer above it or itself, and the branch that is one customer's where authors are not known. What a machine opens
    is one chat, what people of the organisation open is a post with comments. Messages that answer one another in a
    circle are never reached. Reads `links`: number, parent_number, is_from_organisation, is_silent. -#}
{% macro reply_chains() -%}
    select
        number,
        number as thread_number,
        case when not is_from_organisation then number end as customer_number,
        case when is_silent or not is_from_organisation then number end as branch_number
    from links
    where parent_number is null
    union all
    select
        links.number,
        chains.thread_number,
        case when links.is_from_organisation then chains.customer_number else links.number end as customer_number,
        case
            when chains.branch_number is not null or links.is_from_organisation then chains.branch_number
            else links.number
        end as branch_number
    from chains
    inner join links on chains.number = links.parent_number
{%- endmacro %}
