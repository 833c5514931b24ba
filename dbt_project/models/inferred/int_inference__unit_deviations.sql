with evaluations as (
    select * from {{ ref('int_inference__evaluations') }}
    where evaluation_type = 'relational' and is_in_wave
),

-- of the index and its dimensions, which are compared; those of the geometric index and the NPS are not
figures as (
    select
        vectors.*,
        periods.wave,
        periods.industry,
        vectors.figure = 'index' as is_index
    from {{ ref('int_inference__figure_vectors') }} as vectors
    inner join {{ ref('int_survey__organisation_periods') }} as periods
        using (method_version, organisation_id, window_kind, period)
    where vectors.window_kind = 'wave' and vectors.figure not in ('index_geometric', 'nps')
),

deviations as (
    select
        figures.figure_number,
        figures.method_version,
        figures.wave,
        figures.industry,
        figures.organisation_id,
        figures.figure,
        figures.is_index,
        evaluations.stratum_id,
        evaluations.n_h,
        evaluations.psu_id,
        evaluations.is_repeated,
        {{ deviation() }} as z
    from evaluations
    inner join figures using (method_version, organisation_id, wave)
    where list_inner_product(evaluations.is_valid, figures.is_used) > 0
)

select * exclude (is_repeated)
from deviations
where not is_repeated
union all
select * exclude (is_repeated) replace ({{ sum_of_deviations('z') }} as z)
from deviations
where is_repeated
group by all
