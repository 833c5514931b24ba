with draws as (
    select * from {{ ref('int_rank__sensitivity') }}
),

one_at_a_time as (
    select * from {{ ref('int_rank__one_at_a_time') }}
),

verdicts as (
    select * from {{ ref('int_rank__verdicts') }}
),

runs as (
    select
        *,
        run in ('method_only', 'sampling_only', 'both') as is_combined
    from draws
    union all by name
    select
        * exclude (rank),
        false as is_combined,
        0 as p_win_error,
        rank as rank_q05,
        rank as rank_q50,
        rank as rank_q95,
        abs(rank - reference_rank)::double as mean_abs_shift,
        (
            {{ exact_sum('abs(rank - reference_rank)') }} over (partition by method_version, wave, industry, run)
            / count(*) over (partition by method_version, wave, industry, run)
        )::double as mean_rank_shift
    from one_at_a_time
)

select
    runs.method_version,
    runs.organisation_id,
    runs.wave,
    runs.run,
    runs.industry,
    runs.is_combined,
    case when verdicts.verdict != 'tiers only' then runs.reference_rank end as reference_rank,
    runs.count_draws,
    round(runs.p_win, 9)::double as p_win,
    round(runs.p_win_error, 9)::double as p_win_error,
    runs.rank_q05,
    runs.rank_q50,
    runs.rank_q95,
    round(runs.mean_abs_shift, 9) as mean_abs_shift,
    round(runs.mean_rank_shift, 9) as mean_rank_shift,
    runs.ahead_of
from runs
inner join verdicts using (method_version, wave, industry)
order by runs.method_version, runs.organisation_id, runs.wave, runs.run
