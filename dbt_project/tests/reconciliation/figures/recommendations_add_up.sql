-- Per version, wave and type: the bases of the published NPS, shown and withheld, are those that were counted;
-- promoters, passives and detractors are the base.
with counted as (
    select
        sums.method_version,
        sums.organisation_id,
        sums.period::integer as wave,
        sums.evaluation_type,
        sums.touchpoint,
        sums.count_base as count_evaluations
    from {{ source('waist', 'int_survey__indicator_sums') }} as sums
    inner join {{ ref('int_method__indicators') }} as indicators using (method_version, indicator)
    where sums.window_kind = 'wave' and indicators.kind = 'nps'
),

totals as (
    select
        method_version,
        wave,
        evaluation_type,
        sum(count_evaluations) as count_evaluations
    from counted
    group by all
),

published as (
    select
        scores.method_version,
        scores.wave,
        scores.evaluation_type,
        sum(coalesce(scores.count_evaluations, withheld.count_evaluations)) as count_evaluations,
        sum(scores.count_promoters + scores.count_passives + scores.count_detractors) as count_shown,
        sum(scores.count_evaluations) filter (where not scores.is_suppressed) as count_not_suppressed
    from {{ ref('fct_nps') }} as scores
    left join counted as withheld using (method_version, organisation_id, wave, evaluation_type, touchpoint)
    group by scores.method_version, scores.wave, scores.evaluation_type
)

select
    method_version,
    wave,
    evaluation_type,
    totals.count_evaluations as count_counted,
    published.count_evaluations as count_published
from totals
full join published using (method_version, wave, evaluation_type)
where
    totals.count_evaluations is distinct from published.count_evaluations
    or published.count_shown is distinct from published.count_not_suppressed
