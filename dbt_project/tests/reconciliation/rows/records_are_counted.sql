-- Per load: what staging holds, what was replaced, what was taken back and what waits is what was accepted. Its
-- messages are questions, replies, or left out for a reason.
with staged as (
    {% for model in [
        'stg_survey__evaluations',
        'stg_webcare__messages',
        'stg_process__events',
        'stg_process__cases',
        'stg_reference__organisations',
        'stg_reference__margins',
        'stg_reference__service_hours',
    ] %}
    select load_id from {{ ref(model) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

staged_counts as (
    select
        load_id,
        count(*) as count_staged
    from staged
    group by load_id
),

counts as (
    select
        *,
        count_superseded + count_withdrawn + count_waiting as count_uncounted,
        list_sum(list_transform(left_out_reasons, lambda reason: struct_extract(reason, 'count'))) as count_reasons
    from {{ ref('int_ledger__load_counts') }}
),

loads as (
    select
        accepted.entity,
        accepted.records_accepted,
        counts.*
    from {{ ref('stg_ledger__loads') }} as accepted
    inner join counts using (load_id)
    where accepted.verdict = 'accepted'
)

select
    load_id,
    loads.records_accepted,
    staged_counts.count_staged,
    loads.count_superseded,
    loads.count_withdrawn,
    loads.count_waiting,
    loads.count_questions,
    loads.count_replies,
    loads.count_left_out
from loads
full join staged_counts using (load_id)
where
    coalesce(staged_counts.count_staged, 0) + loads.count_uncounted is distinct from loads.records_accepted
    or (
        loads.entity = 'messages'
        and (
            loads.records_accepted - loads.count_uncounted
            is distinct from loads.count_questions + loads.count_replies + loads.count_left_out
            or coalesce(loads.count_reasons, 0) != loads.count_left_out
        )
    )
