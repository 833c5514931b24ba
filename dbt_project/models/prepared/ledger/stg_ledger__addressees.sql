{{ config(materialized='table') }}

{#- The customer first, then by id: never in the order of a file. -#}
{% set in_order = 'said_at, is_from_organisation, message_id' %}
{% set until_now = 'order by ' ~ in_order ~ ' rows between unbounded preceding and current row' %}

-- Of all deliveries, those that wait included: whom a message is about decides whether it waits.
with recursive loads as (
    select
        load_id,
        verdict,
        {{ delivery_order() }} as delivery_order
    from {{ source('raw', 'loads') }}
),

delivered as (
    select
        messages.*,
        loads.delivery_order,
        min(messages.sent_at) over (partition by messages.message_id) as first_sent_at
    from {{ source('raw', 'messages') }} as messages
    inner join loads using (load_id)
    where loads.verdict = 'accepted' and messages.is_withdrawn is not true
),

newest as (
    select
        message_id,
        in_reply_to_id,
        organisation_id,
        mentioned_organisation_id,
        author_id,
        is_from_organisation,
        first_sent_at,
        coalesce(is_automated or is_internal, false) as is_silent,
        coalesce(is_spam or is_repost, false) as is_noise,
        {{ wave_of('wave', 'first_sent_at') }} as wave,
        coalesce(channel, 'unknown') as channel,
        row_number() over (order by message_id) as number
    from delivered
    qualify row_number() over (partition by message_id order by delivery_order desc, row_number asc) = 1
),

links as (
    select
        messages.number,
        parents.number as parent_number,
        messages.is_from_organisation,
        messages.is_silent
    from newest as messages
    left join newest as parents on messages.in_reply_to_id = parents.message_id
),

chains as (
    {{ reply_chains() }}
),

-- Without an author a customer is the first message of his branch, else each of his messages would be somebody else.
customers as (
    select
        messages.number,
        messages.first_sent_at,
        coalesce(messages.author_id, branches.message_id, messages.message_id) as customer_id
    from newest as messages
    left join chains using (number)
    left join newest as branches on chains.branch_number = branches.number
    where not messages.is_from_organisation
),

first_answers as (
    select
        in_reply_to_id,
        arg_min(organisation_id, (first_sent_at, message_id)) as organisation_id
    from newest
    where is_from_organisation
    group by in_reply_to_id
),

addressed as (
    select
        messages.message_id,
        messages.is_from_organisation,
        messages.wave,
        messages.channel,
        coalesce(chains.thread_number, messages.number) as thread_number,
        not messages.is_from_organisation and not messages.is_silent and not messages.is_noise as is_asking,
        case
            when messages.is_from_organisation then greatest(messages.first_sent_at, heard.first_sent_at)
            else messages.first_sent_at
        end as said_at,
        coalesce(writers.customer_id, heard.customer_id) as customer_id,
        coalesce(
            messages.organisation_id,
            first_answers.organisation_id,
            case when parents.is_from_organisation then parents.organisation_id end,
            messages.mentioned_organisation_id
        ) as organisation_id
    from newest as messages
    left join chains using (number)
    left join customers as writers using (number)
    left join customers as heard on chains.customer_number = heard.number
    left join newest as parents on messages.in_reply_to_id = parents.message_id
    left join first_answers on messages.message_id = first_answers.in_reply_to_id
),

-- What no link says to whom is to the customer who wrote last.
directed as (
    select
        * replace (
            coalesce(
                customer_id,
                last_value(case when is_asking then customer_id end ignore nulls) over (
                    partition by thread_number {{ until_now }}
                )
            ) as customer_id
        )
    from addressed
)

select
    message_id,
    customer_id,
    coalesce(
        organisation_id,
        last_value(organisation_id ignore nulls) over (partition by thread_number, customer_id {{ until_now }}),
        first_value(organisation_id ignore nulls) over (
            partition by thread_number, customer_id order by {{ in_order }}
            rows between current row and unbounded following
        )
    ) as organisation_id,
    wave,
    channel,
    coalesce(
        last_value(case when is_asking then wave end ignore nulls) over (
            partition by thread_number, customer_id {{ until_now }}
        ),
        wave
    ) as asked_wave,
    coalesce(
        last_value(case when is_asking then channel end ignore nulls) over (
            partition by thread_number, customer_id {{ until_now }}
        ),
        channel
    ) as asked_channel
from directed
