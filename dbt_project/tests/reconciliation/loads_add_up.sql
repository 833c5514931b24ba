-- Per load: what staging holds, what was replaced, what was taken back and what waits is what was accepted.
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

counts as (
    select
        load_id,
        count(*) as count_staged
    from staged
    group by load_id
),

loads as (
    select * from {{ ref('fct_load') }}
    where verdict = 'accepted'
)

select
    load_id,
    loads.records_accepted,
    counts.count_staged,
    loads.count_superseded,
    loads.count_withdrawn,
    loads.count_waiting
from loads
full join counts using (load_id)
where
    coalesce(counts.count_staged, 0) + loads.count_superseded + loads.count_withdrawn + loads.count_waiting
    is distinct from loads.records_accepted
