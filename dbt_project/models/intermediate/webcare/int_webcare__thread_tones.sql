with messages as (
    select
        messages.*,
        threads.thread_number
    from {{ ref('stg_webcare__messages') }} as messages
    inner join {{ ref('int_webcare__message_threads') }} as threads
        on messages.message_number = threads.message_number
    where not messages.is_from_organisation and not messages.is_spam and not messages.is_repost
),

threads as (
    select * from {{ ref('int_webcare__observed_threads') }}
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
),

toned as (
    select
        threads.method_version,
        threads.thread_number,
        any_value(threads.organisation_id) as organisation_id,
        any_value(threads.wave) as wave,
        count(*) as count_customer_messages,
        -- boxed: a first message whose tone is unknown is the first all the same
        arg_min([messages.sentiment], (messages.sent_at, messages.message_number))[1] as first_sentiment,
        arg_max([messages.sentiment], (messages.sent_at, messages.message_number))[1] as last_sentiment
    from threads
    inner join messages
        on
            threads.thread_number = messages.thread_number
            and threads.observed_until >= messages.sent_at
    group by threads.method_version, threads.thread_number
)

select
    toned.method_version,
    toned.thread_number,
    toned.organisation_id,
    toned.wave,
    toned.last_sentiment - toned.first_sentiment as tone_change
from toned
inner join parameters on toned.method_version = parameters.method_version
where
    toned.count_customer_messages >= parameters.tone_minimum_messages
    and toned.last_sentiment - toned.first_sentiment is not null
