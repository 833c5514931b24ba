select
    method_version,
    wave,
    organisation_id,
    index_kind,
    industry,
    score,
    ci_low,
    ci_high,
    rank_in_industry,
    rank_low,
    rank_high,
    build_id
from {{ source('raw', 'closed_figures') }}
