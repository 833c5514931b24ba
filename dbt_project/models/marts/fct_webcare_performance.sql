with messages as (
    select * from {{ source('waist', 'int_webcare__message_counts') }}
),

figures as (
    {{ operations_in_columns('webcare', {
        'conversations': 'webcare_answered',
        'response': 'webcare_response',
        'speed': 'webcare_speed',
        'reply_speed': 'webcare_reply_speed',
        'resolution': 'webcare_resolution',
        'service_speed': 'webcare_service_speed',
        'messages': 'webcare_messages',
    }, apart=['webcare_service_speed', 'webcare_messages']) }}
),

shown as (
    select
        *,
        -- they would tell how many conversations there are
        conversations_count_base is not null and messages_count_base is not null as shows_messages
    from figures
)

select
    figures.method_version,
    figures.organisation_id,
    figures.wave,
    figures.part as channel,
    figures.conversations_count_base as count_conversations,
    case when not figures.response_is_figure_withheld then figures.conversations_figure::bigint end as count_answered,
    figures.response_count_base as count_requiring_answer,
    figures.resolution_count_base as count_requiring_resolution,
    {{ rate_columns('response') }},
    figures.speed_figure as median_first_response_minutes,
    figures.reply_speed_count_base as count_messages_answered,
    figures.reply_speed_figure as median_reply_minutes_answered,
    {{ rate_columns('resolution') }},
    figures.service_speed_count_base as count_in_service_hours,
    figures.service_speed_figure as median_first_response_service_minutes,
    case
        when figures.service_speed_figure is not null then null
        when figures.service_speed_count_base = 0 then 'no_service_hours'
        when figures.service_speed_is_figure_withheld then figures.service_speed_suppression_reason
        else 'median_not_reached'
    end as service_hours_reason,
    {{ unless('not figures.shows_messages', 'messages', [
        'count_messages', 'count_replies', 'count_left_out', 'left_out_reasons'
    ]) }},
    figures.withheld_reason is not null as is_suppressed,
    figures.is_indicative,
    figures.has_footnote,
    figures.suppression_reason
from messages
inner join shown as figures
    on
        messages.method_version = figures.method_version
        and messages.organisation_id = figures.organisation_id
        and messages.wave = figures.wave
        and messages.channel = figures.part
order by figures.method_version, figures.organisation_id, figures.wave, figures.part
