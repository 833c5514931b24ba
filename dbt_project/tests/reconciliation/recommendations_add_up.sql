-- Per version, wave and type: the bases of the NPS, shown and withheld, are the evaluations that count and answer that
-- question.
with questions as (
    select
        items.method_version,
        items.item
    from {{ ref('int_method__items') }} as items
    where items.kind = 'nps'
),

accepted as (
    select
        questions.method_version,
        answers.wave,
        answers.evaluation_type,
        count(distinct answers.evaluation_number) as count_evaluations
    from {{ ref('stg_survey__answers') }} as answers
    inner join questions using (item)
    inner join {{ ref('int_survey__evaluation_flags') }} as flags
        on
            questions.method_version = flags.method_version
            and answers.evaluation_number = flags.evaluation_number
            and flags.is_kept
    where answers.value is not null
    group by all
),

withheld as (
    select
        *,
        period::integer as wave
    from {{ ref('int_survey__net_promoter_scores') }}
    where window_kind = 'wave'
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
    left join withheld using (method_version, organisation_id, wave, evaluation_type, touchpoint)
    group by scores.method_version, scores.wave, scores.evaluation_type
)

select
    method_version,
    wave,
    evaluation_type,
    accepted.count_evaluations as count_accepted,
    published.count_evaluations as count_published
from accepted
full join published using (method_version, wave, evaluation_type)
where
    accepted.count_evaluations is distinct from published.count_evaluations
    or published.count_shown is distinct from published.count_not_suppressed
