-- Waits in hours of service are published beside the others, and are in no score: no score waits for them.
with waits as (
    select
        method_version,
        organisation_id,
        wave,
        unnest([channel, 'all']) as part,
        service_minutes as duration,
        is_answered as has_ended
    from {{ ref('int_webcare__service_waits') }}
),

survival as (
    {{ survival_median('waits', ['method_version', 'organisation_id', 'wave', 'part']) }}
)

select
    survival.method_version,
    operations.source,
    operations.indicator,
    operations.kind,
    survival.organisation_id,
    survival.wave,
    survival.part,
    survival.count_observed as count_base,
    survival.median_duration::double as figure
from survival
inner join {{ ref('int_method__operations') }} as operations using (method_version)
where operations.numerator = 'service_minutes'
