-- The published figures that the script by hand computes too: method M0, which neither cleans nor weights, per
-- organisation and wave. Before it runs, `published` (the folder of a build) is set.
with dimension_scores as (
    select
        organisation_id,
        wave,
        dimension as figure,
        score as value
    from read_parquet(getvariable('published') || '/fct_dimension_score.parquet')
    where method_version = 'M0' and index_kind = 'survey'
),

recommendations as (
    select
        organisation_id,
        wave,
        count_evaluations::double as count_recommendations,
        nps
    from read_parquet(getvariable('published') || '/fct_nps.parquet')
    where method_version = 'M0' and evaluation_type = 'relational'
),

webcare as (
    select
        organisation_id,
        wave,
        count_conversations::double as count_questions,
        response_rate,
        resolution_rate
    from read_parquet(getvariable('published') || '/fct_webcare_performance.parquet')
    where method_version = 'M0' and channel = 'all'
),

processes as (
    select
        organisation_id,
        wave,
        count_cases::double as count_cases,
        first_time_right_rate,
        in_promise_rate,
        rework_free_rate
    from read_parquet(getvariable('published') || '/fct_process_performance.parquet')
    where method_version = 'M0' and process = 'all'
)

select
    organisation_id,
    wave,
    figure,
    'evaluations' as made_of,
    value
from dimension_scores
union all
select
    organisation_id,
    wave,
    figure,
    'evaluations' as made_of,
    value
from (unpivot recommendations on columns(* exclude (organisation_id, wave)) into name figure value value)
union all
select
    organisation_id,
    wave,
    figure,
    'messages' as made_of,
    value
from (unpivot webcare on columns(* exclude (organisation_id, wave)) into name figure value value)
union all
select
    organisation_id,
    wave,
    figure,
    'events' as made_of,
    value
from (unpivot processes on columns(* exclude (organisation_id, wave)) into name figure value value)
where value is not null
