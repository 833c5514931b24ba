with indicators as (
    select * from {{ ref('int_change__indicators') }}
),

indicator_scores as (
    select * from {{ ref('int_index__indicator_scores') }}
    where window_kind = 'wave'
),

index_scores as (
    select * from {{ ref('int_index__index_scores') }}
    -- an index that lacks part of a dimension compares with none of another wave
    where index_kind = 'survey' and window_kind = 'wave' and score is not null and is_whole
),

-- Over industries only indices of the same dimensions are compared: the commonest ones.
commonest as (
    select
        method_version,
        wave,
        dimensions_used
    from index_scores
    group by method_version, wave, dimensions_used
    qualify row_number() over (
        partition by method_version, wave
        order by count(*) desc, dimensions_used
    ) = 1
)

select
    index_scores.method_version,
    index_scores.wave,
    indicators.compared_wave,
    any_value(indicators.basis_wave) as basis_wave,
    index_scores.industry,
    index_scores.organisation_id,
    any_value(index_scores.dimensions_used) as dimensions_used,
    any_value(commonest.dimensions_used) is not null as is_comparable,
    case
        when any_value(indicators.basis_wave) = index_scores.wave then any_value(index_scores.score)
        else round({{ exact_sum('indicators.index_share * indicator_scores.score') }}::double, 9)
    end as score
from index_scores
inner join indicators using (method_version, industry, wave)
inner join indicator_scores
    on
        index_scores.method_version = indicator_scores.method_version
        and index_scores.organisation_id = indicator_scores.organisation_id
        and index_scores.wave::varchar = indicator_scores.period
        and indicators.indicator = indicator_scores.indicator
left join commonest using (method_version, wave, dimensions_used)
group by
    index_scores.method_version,
    index_scores.wave,
    indicators.compared_wave,
    index_scores.industry,
    index_scores.organisation_id
