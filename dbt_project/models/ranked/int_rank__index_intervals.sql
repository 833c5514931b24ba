-- The interval of an index tells who may reach the first place, also of those that cannot be ranked.
with admissions as (
    select
        *,
        wave::varchar as period
    from {{ ref('int_rank__admissions') }}
),

figures as (
    select * from {{ ref('int_inference__figures') }}
    where figure = 'index' and window_kind = 'wave'
)

select
    admissions.method_version,
    admissions.wave,
    admissions.industry,
    admissions.organisation_id,
    admissions.score,
    admissions.unranked_reason,
    {{ t_interval('admissions.score', 'figures') }}
from admissions
left join figures using (method_version, period, organisation_id)
