with waits as (
    select
        method_version,
        organisation_id,
        wave,
        unnest([channel, 'all']) as channel,
        service_minutes as duration,
        is_answered as has_ended
    from {{ ref('int_webcare__service_waits') }}
),

medians as (
    {{ survival_median('waits', ['method_version', 'organisation_id', 'wave', 'channel']) }}
),

counts as (
    select
        method_version,
        organisation_id,
        wave,
        channel,
        count(*) as count_in_service_hours
    from waits
    group by all
)

select
    counts.*,
    medians.median_duration as median_service_minutes
from counts
left join medians
    on
        counts.method_version = medians.method_version
        and counts.organisation_id = medians.organisation_id
        and counts.wave = medians.wave
        and counts.channel = medians.channel
