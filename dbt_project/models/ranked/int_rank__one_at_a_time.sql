-- One choice of the method changed, all else as in the reference: the composite scores of ranked organisations.
with league as (
    select * from {{ ref('int_rank__league_scores') }}
),

index_scores as (
    select * from {{ ref('int_index__index_scores') }}
    where index_kind = 'full' and window_kind = 'wave'
),

indicators as (
    select * from {{ ref('int_index__indicators_in_use') }}
    where index_kind = 'survey'
),

indicator_scores as (
    select * from {{ ref('int_index__indicator_scores') }}
    where window_kind = 'wave' and has_enough
),

items as (
    select * from {{ ref('int_method__items') }}
),

-- One question that stands in several dimensions, as the overall experience does.
shared_items as (
    select
        method_version,
        item
    from items
    group by method_version, item
    having count(distinct dimension) > 1
),

leagues as (
    select distinct
        method_version,
        wave,
        industry,
        organisation_id,
        index_score
    from league
),

dropped as (
    select distinct
        method_version,
        wave,
        industry,
        dimension
    from league
),

without_dimension as (
    select
        leagues.method_version,
        leagues.wave,
        leagues.industry,
        leagues.organisation_id,
        leagues.index_score,
        'without_' || dropped.dimension as run,
        {{ exact_sum('remaining.weight * remaining.score') }}::double
        / {{ exact_sum('remaining.weight') }}::double as score
    from leagues
    inner join dropped using (method_version, wave, industry)
    inner join league as remaining
        on
            leagues.method_version = remaining.method_version
            and leagues.wave = remaining.wave
            and leagues.organisation_id = remaining.organisation_id
            and dropped.dimension != remaining.dimension
    group by all
),

-- Without it the dimensions rest on their other indicators, or fall away.
without_item_by_dimension as (
    select
        shared_items.item,
        league.method_version,
        league.wave,
        league.industry,
        league.organisation_id,
        league.index_score,
        league.weight,
        {{ exact_sum('indicators.weight * indicator_scores.score') }}::double
        / {{ exact_sum('indicators.weight') }}::double as score
    from league
    inner join indicators using (method_version, wave, industry, dimension)
    inner join indicator_scores
        on
            league.method_version = indicator_scores.method_version
            and league.wave::varchar = indicator_scores.period
            and league.organisation_id = indicator_scores.organisation_id
            and indicators.indicator = indicator_scores.indicator
    inner join shared_items on league.method_version = shared_items.method_version
    left join items
        on
            shared_items.method_version = items.method_version
            and shared_items.item = items.item
            and indicators.indicator = items.indicator
    where items.indicator is null
    group by
        shared_items.item,
        league.method_version,
        league.wave,
        league.industry,
        league.organisation_id,
        league.dimension,
        league.index_score,
        league.weight
),

runs as (
    select * from without_dimension
    union all by name
    select
        method_version,
        wave,
        industry,
        organisation_id,
        index_score,
        'without_' || item as run,
        {{ exact_sum('weight * score') }}::double / {{ exact_sum('weight') }}::double as score
    from without_item_by_dimension
    group by all
    union all by name
    select
        leagues.method_version,
        leagues.wave,
        leagues.industry,
        leagues.organisation_id,
        leagues.index_score,
        'full_index' as run,
        index_scores.score
    from leagues
    inner join index_scores using (method_version, wave, organisation_id)
    where index_scores.score is not null
),

ranked as (
    select
        *,
        rank() over (
            partition by method_version, wave, industry, run
            order by index_score desc
        )::integer as reference_rank,
        rank() over (
            partition by method_version, wave, industry, run
            order by round(score, 9) desc
        )::integer as rank,
        count(*) over (partition by method_version, wave, industry, run) as count_ranked
    from runs
)

select
    method_version,
    wave,
    industry,
    organisation_id,
    run,
    reference_rank,
    rank,
    case
        when rank = 1
            then 1.0 / count(*) over (partition by method_version, wave, industry, run, rank)
        else 0.0
    end as p_win
from ranked
where count_ranked > 1
