with threads as (
    select * replace (unnest([channel, 'all']) as channel)
    from {{ ref('int_webcare__observed_threads') }}
),

messages as (
    select * replace (unnest([channel, 'all']) as channel)
    from {{ ref('int_webcare__answered_messages') }}
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
),

decisions as (
    {{ operational_decisions(['conversations', 'answers_required', 'resolutions_required', 'messages_answered']) }}
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
    from threads
    where requires_answer
),

medians as (
    {{ survival_median('waits', ['method_version', 'organisation_id', 'wave', 'channel']) }}
),

counted as (
    select
        method_version,
        organisation_id,
        wave,
        channel,
        count(*) as count_conversations,
        count(*) filter (where is_answered) as count_answered,
        count(*) filter (where requires_answer) as count_requiring_answer,
        count(*) filter (where requires_answer and is_answered) as count_answered_of_required,
        count(*) filter (where is_in_resolution_base) as count_requiring_resolution,
        count(*) filter (where is_in_resolution_base and is_resolved_in_time) as count_resolved
    from threads
    group by all
),

replies as (
    select
        organisation_id,
        wave,
        channel,
        count(*) as count_messages_answered,
        median(reply_minutes) as median_reply_minutes
    from messages
    group by all
),

figures as (
    select
        counted.*,
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
    from counted
    inner join parameters on counted.method_version = parameters.method_version
    inner join decisions
        on
            counted.method_version = decisions.method_version
            and counted.organisation_id = decisions.organisation_id
            and counted.wave = decisions.wave
            and counted.channel = decisions.part
    left join shares
        on
            counted.method_version = shares.method_version
            and counted.organisation_id = shares.organisation_id
            and counted.wave = shares.wave
            and counted.channel = shares.part
    left join medians
        on
            counted.method_version = medians.method_version
            and counted.organisation_id = medians.organisation_id
            and counted.wave = medians.wave
            and counted.channel = medians.channel
    left join replies
        on
            counted.organisation_id = replies.organisation_id
            and counted.wave = replies.wave
            and counted.channel = replies.channel
)

select
    figures.method_version,
    figures.organisation_id,
    figures.wave,
    figures.channel,
    case when not figures.hides_conversations_base then figures.count_conversations end as count_conversations,
    case
        when
            not figures.hides_conversations
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
