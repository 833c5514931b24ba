-- The survey index under every choice of cleaning and weighting, with the indicators that the reference has.
with indicator_scores as (
    select * from {{ ref('int_index__scenario_indicator_scores') }}
)

select
    method_version,
    wave,
    organisation_id,
    dimension,
    cleaning,
    weighting,
    -- all of these indicators, or no score
    case
        when count(unbounded_score) = any_value(count_indicators)
            then
                {{ exact_sum('weight * least(greatest(unbounded_score, 0), 100)') }}
                / {{ exact_sum('weight') }}
    end as score
from indicator_scores
group by method_version, wave, organisation_id, dimension, cleaning, weighting
