{#- The customer first, then by id: never in the order of a file. -#}
{% set in_order = 'said_at, is_from_organisation, message_id, message_number' %}

with staged as (
    select * from {{ ref('stg_webcare__messages') }}
),

messages as (
    select
        staged.message_number,
        staged.message_id,
        staged.is_from_organisation,
        organisations.organisation_id,
        threads.thread_number,
        threads.customer_number,
        threads.branch_number,
        links.parent_number,
        staged.author_id,
        staged.sent_at,
        {{ wave_of('staged.stated_wave', 'staged.sent_at') }} as wave,
        case
            when staged.is_internal then 'internal_note'
            when staged.is_automated then 'automated'
            when staged.is_spam then 'spam'
            when staged.is_repost then 'repost'
        end as silence
    from staged
    inner join {{ ref('int_webcare__message_organisations') }} as organisations using (message_number)
    inner join {{ ref('int_webcare__message_threads') }} as threads using (message_number)
    inner join {{ ref('int_webcare__message_links') }} as links using (message_number)
),

-- Without an author a customer is the first message of his branch.
customers as (
    select
        messages.message_number,
        messages.sent_at,
        coalesce(messages.author_id, branches.message_id) as customer_id
    from messages
    inner join staged as branches on messages.branch_number = branches.message_number
    where not messages.is_from_organisation
),

-- Clocks differ: no reply was sent before the message that it replies to.
addressed as (
    select
        messages.message_number,
        messages.message_id,
        messages.thread_number,
        messages.organisation_id,
        messages.wave,
        messages.is_from_organisation,
        messages.silence,
        messages.customer_number is not null as is_linked,
        case
            when messages.is_from_organisation then greatest(messages.sent_at, answered.sent_at) else messages.sent_at
        end as said_at,
        coalesce(writers.customer_id, heard.customer_id) as customer_id,
        case when messages.silence is null then writers.customer_id end as asking_id
    from messages
    left join customers as writers using (message_number)
    left join customers as heard on messages.customer_number = heard.message_number
    left join customers as answered on messages.parent_number = answered.message_number
),

turns as (
    select
        *,
        count(*) filter (where is_from_organisation and silence is null) over (
            partition by thread_number order by {{ in_order }} rows between unbounded preceding and 1 preceding
        ) as turn
    from addressed
),

audiences as (
    select
        *,
        min(asking_id) over so_far as first_so_far,
        max(asking_id) over so_far as last_so_far,
        min(asking_id) over in_turn as first_in_turn,
        max(asking_id) over in_turn as last_in_turn
    from turns
    window
        so_far as (
            partition by thread_number order by {{ in_order }} rows between unbounded preceding and current row
        ),
        in_turn as (
            partition by thread_number, turn order by {{ in_order }} rows between unbounded preceding and current row
        )
),

-- A reply without a link is to the one customer so far, else to the one who wrote since the organisation last did.
directed as (
    select
        *,
        case
            when customer_id is not null then customer_id
            when first_so_far = last_so_far then first_so_far
            when first_in_turn = last_in_turn then first_in_turn
        end as conversing_id,
        first_so_far is not null as has_customers
    from audiences
),

conversing as (
    select
        * replace (
            -- else the one he spoke with before, else the next one
            coalesce(
                organisation_id,
                last_value(organisation_id ignore nulls) over (
                    partition by thread_number, conversing_id order by {{ in_order }}
                    rows between unbounded preceding and current row
                ),
                first_value(organisation_id ignore nulls) over (
                    partition by thread_number, conversing_id order by {{ in_order }}
                    rows between current row and unbounded following
                )
            ) as organisation_id
        )
    from directed
),

successors as (
    select * from {{ ref('int_reference__successors') }}
),

newest_successors as (
    select
        organisation_id,
        arg_max(successor_id, wave) as desk_id
    from successors
    where successor_id is not null
    group by organisation_id
)

select
    conversing.message_number,
    conversing.message_id,
    conversing.thread_number,
    conversing.conversing_id as customer_id,
    conversing.is_from_organisation,
    conversing.said_at,
    conversing.silence,
    conversing.is_linked,
    conversing.has_customers,
    -- what is said in a wave without it is said to who took it over
    case
        when successors.organisation_id is null then conversing.organisation_id else successors.successor_id
    end as organisation_id,
    -- who answers the customers of both
    coalesce(newest_successors.desk_id, conversing.organisation_id) as desk_id
from conversing
left join successors using (organisation_id, wave)
left join newest_successors using (organisation_id)
