-- What is waited for: an answer, the closing of a case. The unanswered wait on.
with waits as (
    select
        method_version,
        'observed_minutes' as numerator,
        organisation_id,
        wave,
        unnest([channel, 'all']) as part,
        observed_minutes as duration,
        is_answered as has_ended
    from {{ ref('int_webcare__observed_questions') }}
    where requires_answer
    union all
    select
        method_version,
        'observed_hours' as numerator,
        organisation_id,
        wave,
        unnest([process, 'all']) as part,
        observed_hours as duration,
        is_closed as has_ended
    from {{ ref('int_process__observed_cases') }}
),

survival as (
    {{ survival_median('waits', ['method_version', 'numerator', 'organisation_id', 'wave', 'part']) }}
),

-- Of messages that were answered, in every version alike: nobody is left waiting, so a plain median.
replies as (
    select
        organisation_id,
        wave,
        unnest([channel, 'all']) as part,
        reply_minutes
    from {{ ref('int_webcare__answered_messages') }}
),

reply_medians as (
    select
        'reply_minutes' as numerator,
        organisation_id,
        wave,
        part,
        count(*) as count_base,
        median(reply_minutes) as figure
    from replies
    group by all
),

operations as (
    select
        method_version,
        source,
        indicator,
        kind,
        numerator
    from {{ ref('int_method__operations') }}
    where kind = 'median'
)

select
    operations.method_version,
    operations.source,
    operations.indicator,
    operations.kind,
    survival.organisation_id,
    survival.wave,
    survival.part,
    survival.count_observed as count_base,
    survival.median_duration::double as figure
from survival
inner join operations using (method_version, numerator)
union all
select
    operations.method_version,
    operations.source,
    operations.indicator,
    operations.kind,
    reply_medians.organisation_id,
    reply_medians.wave,
    reply_medians.part,
    reply_medians.count_base,
    reply_medians.figure
from reply_medians
inner join operations using (numerator)
