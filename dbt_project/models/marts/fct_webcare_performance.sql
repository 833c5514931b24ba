with questions as (
    select * replace (unnest([channel, 'all']) as channel)
    from {{ ref('int_webcare__observed_questions') }}
),

answered_messages as (
    select * replace (unnest([channel, 'all']) as channel)
    from {{ ref('int_webcare__answered_messages') }}
),

messages as (
    select * from {{ ref('int_webcare__message_counts') }}
),

service as (
    select * from {{ ref('int_webcare__service_medians') }}
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
),

decisions as (
    {{ operational_decisions(['conversations', 'answers_required', 'resolutions_required', 'messages_answered']) }}
),

-- No base of a rate: they say nothing of why a figure is missing.
message_decisions as (
    {{ operational_decisions(['messages']) }}
),

service_decisions as (
    {{ operational_decisions(['service_waits']) }}
),

shares as (
    {{ share_decisions({
        'response_rate': 'webcare_response',
        'resolution_rate': 'webcare_resolution'
    }) }}
),

build as (
    select * from {{ ref('stg_ledger__build') }}
),

waits as (
    select
        method_version,
        organisation_id,
        wave,
        channel,
        observed_minutes as duration,
        is_answered as has_ended
    from questions
    where requires_answer
),

medians as (
    {{ survival_median('waits', ['method_version', 'organisation_id', 'wave', 'channel']) }}
),

asked as (
    select
        method_version,
        organisation_id,
        wave,
        channel,
        count(*) filter (where is_answered) as count_answered,
        count(*) filter (where requires_answer) as count_requiring_answer,
        count(*) filter (where requires_answer and is_answered) as count_answered_of_required,
        count(*) filter (where is_in_resolution_base) as count_requiring_resolution,
        count(*) filter (where is_in_resolution_base and is_resolved_in_time) as count_resolved
    from questions
    group by all
),

replies as (
    select
        organisation_id,
        wave,
        channel,
        count(*) as count_messages_answered,
        median(reply_minutes) as median_reply_minutes
    from answered_messages
    group by all
),

figures as (
    select
        messages.*,
        coalesce(asked.count_answered, 0) as count_answered,
        coalesce(asked.count_requiring_answer, 0) as count_requiring_answer,
        coalesce(asked.count_answered_of_required, 0) as count_answered_of_required,
        coalesce(asked.count_requiring_resolution, 0) as count_requiring_resolution,
        coalesce(asked.count_resolved, 0) as count_resolved,
        coalesce(service.count_in_service_hours, 0) as count_in_service_hours,
        service.median_service_minutes,
        coalesce(decisions.hides_conversations_base, false)
        or coalesce(message_decisions.hides_messages_base, false) as hides_messages,
        coalesce(service_decisions.hides_service_waits_base, false) as hides_service_base,
        coalesce(service_decisions.hides_service_waits, true) as hides_service,
        service_decisions.suppression_reason as service_suppression_reason,
        medians.median_duration,
        coalesce(replies.count_messages_answered, 0) as count_messages_answered,
        replies.median_reply_minutes,
        decisions.hides_conversations_base,
        decisions.hides_conversations,
        decisions.hides_answers_required_base,
        decisions.hides_answers_required,
        decisions.hides_resolutions_required_base,
        decisions.hides_messages_answered_base,
        least(decisions.suppression_reason, shares.suppression_reason) as suppression_reason,
        coalesce(shares.has_footnote, false) as has_footnote,
        coalesce(shares.shows_response_rate, true) as shows_response_rate,
        shares.response_rate_ci_low,
        shares.response_rate_ci_high,
        coalesce(shares.shows_resolution_rate, true) as shows_resolution_rate,
        shares.resolution_rate_ci_low,
        shares.resolution_rate_ci_high,
        -- nothing to decide on: nothing was counted
        not coalesce(decisions.hides_messages_answered, true) as has_reply_base,
        not coalesce(decisions.hides_answers_required, true) as has_response_base,
        not coalesce(decisions.hides_resolutions_required, true) as has_resolution_base,
        parameters.indicative_evaluations
    from messages
    inner join parameters on messages.method_version = parameters.method_version
    {%- for relation, channel in {
        'decisions': 'part',
        'message_decisions': 'part',
        'service_decisions': 'part',
        'asked': 'channel',
        'service': 'channel',
    }.items() %}
    left join {{ relation }}
        on
            messages.method_version = {{ relation }}.method_version
            and messages.organisation_id = {{ relation }}.organisation_id
            and messages.wave = {{ relation }}.wave
            and messages.channel = {{ relation }}.{{ channel }}
    {%- endfor %}
    left join shares
        on
            messages.method_version = shares.method_version
            and messages.organisation_id = shares.organisation_id
            and messages.wave = shares.wave
            and messages.channel = shares.part
    left join medians
        on
            messages.method_version = medians.method_version
            and messages.organisation_id = medians.organisation_id
            and messages.wave = medians.wave
            and messages.channel = medians.channel
    left join replies
        on
            messages.organisation_id = replies.organisation_id
            and messages.wave = replies.wave
            and messages.channel = replies.channel
)

select
    figures.method_version,
    figures.organisation_id,
    figures.wave,
    figures.channel,
    case when figures.hides_conversations_base is not true then figures.count_questions end as count_conversations,
    case
        when
            figures.hides_conversations is not true
            and not coalesce(figures.hides_answers_required, false)
            and figures.shows_response_rate
            then figures.count_answered
    end as count_answered,
    case when figures.hides_answers_required_base is not true then figures.count_requiring_answer end
        as count_requiring_answer,
    case when figures.hides_resolutions_required_base is not true then figures.count_requiring_resolution end
        as count_requiring_resolution,
    case
        when figures.has_response_base and figures.shows_response_rate
            then figures.count_answered_of_required / figures.count_requiring_answer::double
    end as response_rate,
    {{ interval_of('response_rate', 'figures.has_response_base and figures.shows_response_rate') }},
    case when figures.has_response_base then figures.median_duration::double end as median_first_response_minutes,
    case when figures.hides_messages_answered_base is not true then figures.count_messages_answered end
        as count_messages_answered,
    case when figures.has_reply_base then figures.median_reply_minutes::double end as median_reply_minutes_answered,
    case
        when figures.has_resolution_base and figures.shows_resolution_rate
            then figures.count_resolved / figures.count_requiring_resolution::double
    end as resolution_rate,
    {{ interval_of('resolution_rate', 'figures.has_resolution_base and figures.shows_resolution_rate') }},
    case when not figures.hides_service_base then figures.count_in_service_hours end as count_in_service_hours,
    case when not figures.hides_service then figures.median_service_minutes::double end
        as median_first_response_service_minutes,
    case
        when not figures.hides_service and figures.median_service_minutes is not null then null
        when figures.count_in_service_hours = 0 then 'no_service_hours'
        when figures.hides_service then figures.service_suppression_reason
        else 'median_not_reached'
    end as service_hours_reason,
    case when not figures.hides_messages then figures.count_messages end as count_messages,
    case when not figures.hides_messages then figures.count_replies end as count_replies,
    case when not figures.hides_messages then figures.count_left_out end as count_left_out,
    case when not figures.hides_messages then figures.left_out_reasons end as left_out_reasons,
    figures.suppression_reason is not null as is_suppressed,
    (figures.has_response_base and figures.count_requiring_answer < figures.indicative_evaluations)
    or (figures.has_resolution_base and figures.count_requiring_resolution < figures.indicative_evaluations)
    or (figures.has_reply_base and figures.count_messages_answered < figures.indicative_evaluations) as is_indicative,
    figures.has_footnote,
    case
        when figures.suppression_reason is not null then figures.suppression_reason
        when figures.has_response_base and figures.median_duration is null then 'median_not_reached'
        when
            not figures.has_response_base or not figures.has_resolution_base or not figures.has_reply_base
            then 'not_observed'
    end as suppression_reason,
    build.build_id
from figures
cross join build
order by figures.method_version, figures.organisation_id, figures.wave, figures.channel
