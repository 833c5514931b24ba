with operations as (
    select * from {{ ref('int_inference__resampled_operations') }}
    where evidence = 'webcare'
),

threads as (
    select * from {{ ref('int_webcare__observed_threads') }}
    where requires_answer
)

select
    threads.method_version,
    threads.organisation_id,
    threads.wave,
    operations.group_number,
    threads.observed_minutes::double as duration,
    count(*) filter (where threads.is_answered) as count_ended,
    count(*) as count_observed
from threads
inner join operations
    on
        threads.method_version = operations.method_version
        and threads.thread_number = operations.unit_number
group by
    threads.method_version, threads.organisation_id, threads.wave, operations.group_number, threads.observed_minutes
