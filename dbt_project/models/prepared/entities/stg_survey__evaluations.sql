with evaluations as (
    {{ current_records('evaluations') }}
),

unreleased as (
    select * from {{ ref('stg_ledger__record_states') }}
    where entity = 'evaluations' and counted_month is not null
)

select
    evaluations.record_number as evaluation_number,
    evaluations.load_id,
    evaluations.feed,
    coalesce(evaluations.evaluation_id, evaluations.load_id || '-' || evaluations.row_number) as evaluation_id,
    evaluations.respondent_id,
    evaluations.organisation_id,
    {{ wave_of('evaluations.wave', 'evaluations.completed_at') }} as wave,
    evaluations.completed_at,
    -- fewer than a batch count in the month of those that they came with
    coalesce(unreleased.counted_month, {{ month_of('evaluations.completed_at') }}) as month,
    coalesce(evaluations.evaluation_type, 'relational') as evaluation_type,
    case
        when evaluations.evaluation_type = 'touchpoint' then coalesce(evaluations.touchpoint, 'unknown')
        else 'all'
    end as touchpoint,
    evaluations.channel,
    evaluations.base_weight,
    coalesce(evaluations.has_final_weight, false) as has_final_weight,
    evaluations.stratum,
    evaluations.cluster_id,
    evaluations.count_qualified,
    evaluations.has_recent_contact,
    evaluations.duration_seconds,
    evaluations.page_seconds,
    evaluations.questionnaire_version,
    evaluations.device,
    evaluations.network_id,
    evaluations.comment,
    evaluations.margins,
    evaluations.answers
from evaluations
left join unreleased using (load_id, row_number)
