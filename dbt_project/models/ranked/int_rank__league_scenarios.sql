with league as (
    select * from {{ ref('int_rank__league_scores') }}
),

scenarios as (
    select * from {{ ref('int_index__scenario_indicator_scores') }}
),

-- Weights that a survey delivers are either used or not: nothing is raked, nothing trimmed.
raked_waves as (
    select distinct
        design.method_version,
        design.wave
    from {{ ref('int_survey__design') }} as design
    inner join {{ ref('int_survey__weights') }} as weights
        on
            design.method_version = weights.method_version
            and design.evaluation_number = weights.evaluation_number
    where weights.is_raked and design.evaluation_type = 'relational'
)

select
    league.method_version,
    league.wave,
    league.industry,
    league.organisation_id,
    league.dimension,
    scenarios.indicator,
    scenarios.cleaning,
    scenarios.weighting,
    scenarios.weight::double as weight,
    scenarios.unbounded_score::double as score
from league
inner join scenarios
    on
        league.method_version = scenarios.method_version
        and league.wave = scenarios.wave
        and league.organisation_id = scenarios.organisation_id
        and league.dimension = scenarios.dimension
left join raked_waves
    on
        league.method_version = raked_waves.method_version
        and league.wave = raked_waves.wave
where raked_waves.wave is not null or scenarios.weighting != 'trimmed'
