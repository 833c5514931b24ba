with messages as (
    select * from {{ ref('stg_webcare__messages') }}
),

roles as (
    select * from {{ ref('int_webcare__message_roles') }}
    where role = 'question' or left_out_reason in ('reminder', 'follow_up')
),

questions as (
    select * from {{ ref('int_webcare__observed_questions') }}
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
),

toned as (
    select
        questions.method_version,
        questions.question_number,
        any_value(questions.organisation_id) as organisation_id,
        any_value(questions.wave) as wave,
        count(*) as count_customer_messages,
        -- boxed: a first message whose tone is unknown is the first all the same
        arg_min([messages.sentiment], (messages.sent_at, messages.message_id))[1] as first_sentiment,
        arg_max([messages.sentiment], (messages.sent_at, messages.message_id))[1] as last_sentiment
    from questions
    inner join roles using (method_version, question_number)
    inner join messages
        on
            roles.message_number = messages.message_number
            and questions.observed_until >= messages.sent_at
    group by questions.method_version, questions.question_number
)

select
    toned.method_version,
    toned.question_number,
    toned.organisation_id,
    toned.wave,
    toned.last_sentiment - toned.first_sentiment as tone_change
from toned
inner join parameters using (method_version)
where
    toned.count_customer_messages >= parameters.tone_minimum_messages
    and toned.last_sentiment - toned.first_sentiment is not null
