with dimension_scores as (
    select * from {{ ref('int_index__dimension_scores') }}
    where score is not null
),

index_scores as (
    select * from {{ ref('int_index__index_scores') }}
    where score is not null
),

figures as (
    select * from {{ ref('int_inference__figures') }}
    where evaluation_type = 'relational'
),

scores as (
    select
        method_version,
        organisation_id,
        window_kind,
        period,
        index_kind,
        dimension as figure,
        score
    from dimension_scores
    union all
    select
        method_version,
        organisation_id,
        window_kind,
        period,
        index_kind,
        'index' as figure,
        score
    from index_scores
    union all
    select
        method_version,
        organisation_id,
        window_kind,
        period,
        index_kind,
        'index_geometric' as figure,
        score_geometric as score
    from index_scores
)

select
    scores.method_version,
    scores.organisation_id,
    scores.window_kind,
    scores.period,
    scores.index_kind,
    scores.figure,
    figures.standard_error,
    figures.df,
    {{ t_interval('scores.score', 'figures') }}
from scores
inner join figures using (method_version, organisation_id, window_kind, period, figure)
where scores.index_kind = 'survey'
union all
select
    method_version,
    organisation_id,
    'wave' as window_kind,
    wave::varchar as period,
    'full' as index_kind,
    figure,
    standard_error,
    df,
    ci_low,
    ci_high
from {{ ref('int_inference__full_intervals') }}
