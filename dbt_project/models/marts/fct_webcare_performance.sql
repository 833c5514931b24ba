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
        coalesce(replies.count_messages_answered, 0) >= parameters.minimum_operational_base as has_reply_base,
        counted.count_requiring_answer >= parameters.minimum_operational_base as has_response_base,
        counted.count_requiring_resolution >= parameters.minimum_operational_base as has_resolution_base,
        least(
            replies.count_messages_answered,
            nullif(counted.count_requiring_answer, 0),
            nullif(counted.count_requiring_resolution, 0)
        ) < parameters.minimum_operational_base as is_suppressed
    from counted
    inner join parameters on counted.method_version = parameters.method_version
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
    figures.count_conversations,
    figures.count_answered,
    figures.count_requiring_answer,
    figures.count_requiring_resolution,
    case
        when figures.has_response_base
            then figures.count_answered_of_required / figures.count_requiring_answer::double
    end as response_rate,
    case when figures.has_response_base then figures.median_duration::double end as median_first_response_minutes,
    figures.count_messages_answered,
    case when figures.has_reply_base then figures.median_reply_minutes::double end as median_reply_minutes_answered,
    case
        when figures.has_resolution_base
            then figures.count_resolved / figures.count_requiring_resolution::double
    end as resolution_rate,
    coalesce(figures.is_suppressed, false) as is_suppressed,
    case
        when figures.is_suppressed then 'base_too_small'
        when figures.has_response_base and figures.median_duration is null then 'median_not_reached'
        when
            not figures.has_response_base or not figures.has_resolution_base or not figures.has_reply_base
            then 'not_observed'
    end as suppression_reason,
    build.build_id
from figures
cross join build
order by figures.method_version, figures.organisation_id, figures.wave, figures.channel
