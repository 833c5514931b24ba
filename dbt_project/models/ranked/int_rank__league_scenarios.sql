with league as (
    select * from {{ ref('int_rank__league_scores') }}
),

scenarios as (
    select * from {{ ref('int_index__scenario_indicator_scores') }}
),

-- Weights that a survey delivers are either used or not: nothing is raked, nothing trimmed.
raked_waves as (
    select distinct
        method_version,
        wave
    from {{ source('waist', 'int_survey__weighting_report') }}
    where is_raked
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
inner join scenarios using (method_version, wave, organisation_id, dimension)
left join raked_waves using (method_version, wave)
where raked_waves.wave is not null or scenarios.weighting != 'trimmed'
