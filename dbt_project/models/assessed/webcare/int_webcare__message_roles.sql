{#- The customer first, then by id: never in the order of a file. -#}
{% set in_order = 'said_at, not is_asking, message_id, message_number' %}
{% set conversation = 'method_version, thread_number, customer_id, desk_id' %}

with parameters as (
    select * from {{ ref('int_method__parameters') }}
),

exchanges as (
    select
        parameters.method_version,
        parameters.question_pause_hours,
        parameters.question_repeat_days,
        exchanged.*
    from {{ ref('int_webcare__exchanges') }} as exchanged
    cross join parameters
),

preceded as (
    select
        *,
        count(*) filter (where is_replying) over earlier as count_replies_before,
        max(said_at) filter (where is_replying) over earlier as last_reply_at,
        max(said_at) filter (where is_asking) over earlier as last_asked_at,
        min(said_at) filter (where is_replying) over later as next_reply_at
    from exchanges
    window
        earlier as (
            partition by {{ conversation }} order by {{ in_order }} rows between unbounded preceding and 1 preceding
        ),
        later as (
            partition by {{ conversation }} order by {{ in_order }} rows between 1 following and unbounded following
        )
),

paused as (
    select
        *,
        is_asking
        and (last_reply_at is null or said_at >= last_reply_at + to_hours(question_pause_hours::integer))
            as is_past_pause
    from preceded
),

-- Between two replies: the first message past the pause asks anew, a later one if he waited long enough.
opened as (
    select
        *,
        is_past_pause and (
            row_number() over (
                partition by {{ conversation }}, count_replies_before, is_past_pause order by {{ in_order }}
            ) = 1
            or said_at >= last_asked_at + to_days(question_repeat_days::integer)
        ) as is_question
    from paused
),

belonging as (
    select
        *,
        last_value(case when is_question then message_number end ignore nulls) over (
            partition by {{ conversation }} order by {{ in_order }}
            rows between unbounded preceding and current row
        ) as question_number
    from opened
),

messages as (
    select * from {{ ref('int_webcare__thread_messages') }}
)

select
    belonging.method_version,
    belonging.message_number,
    belonging.question_number,
    belonging.organisation_id,
    belonging.said_at,
    belonging.next_reply_at,
    case
        when messages.silence is not null then 'left_out'
        when belonging.is_question then 'question'
        when belonging.is_replying then 'reply'
        else 'left_out'
    end as role,
    case
        when messages.silence is not null then messages.silence
        when belonging.is_question or belonging.is_replying then null
        when belonging.is_asking and belonging.is_past_pause then 'reminder'
        when belonging.is_asking then 'follow_up'
        when not messages.has_customers and messages.customer_id is null then 'own_post'
        when messages.customer_id is null then 'unlinked_reply'
        else 'no_question'
    end as left_out_reason
from belonging
inner join messages using (message_number)
where belonging.is_message
