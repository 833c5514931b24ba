with evaluations as (
    {{ current_records('evaluations') }}
)

select
    record_number as evaluation_number,
    load_id,
    feed,
    coalesce(evaluation_id, load_id || '-' || row_number) as evaluation_id,
    respondent_id,
    organisation_id,
    {{ wave_of('wave', 'completed_at') }} as wave,
    completed_at,
    {{ month_of('completed_at') }} as month,
    coalesce(evaluation_type, 'relational') as evaluation_type,
    case when evaluation_type = 'touchpoint' then coalesce(touchpoint, 'unknown') else 'all' end as touchpoint,
    channel,
    base_weight,
    coalesce(has_final_weight, false) as has_final_weight,
    stratum,
    cluster_id,
    count_qualified,
    has_recent_contact,
    duration_seconds,
    page_seconds,
    questionnaire_version,
    device,
    network_id,
    comment,
    margins,
    answers
from evaluations
