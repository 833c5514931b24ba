select
    method_version,
    stratum_id,
    group_number,
    {{ exact_sum('weight') }}::double as total_weight
from {{ ref('int_inference__resampled_evaluations') }}
group by method_version, stratum_id, group_number
