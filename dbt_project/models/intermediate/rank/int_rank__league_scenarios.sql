with leagues as (
    select * from {{ ref('int_rank__league_scores') }}
),

scenarios as (
    select * from {{ ref('int_index__scenario_dimension_scores') }}
)

select
    leagues.method_version,
    leagues.wave,
    leagues.industry,
    leagues.organisation_id,
    leagues.dimension,
    scenarios.cleaning,
    scenarios.weighting,
    scenarios.score::double as score
from leagues
inner join scenarios
    on
        leagues.method_version = scenarios.method_version
        and leagues.wave = scenarios.wave
        and leagues.organisation_id = scenarios.organisation_id
        and leagues.dimension = scenarios.dimension
