-- Per version, wave and type: the bases of the NPS are the evaluations that count and answer that question.
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
    inner join questions on answers.item = questions.item
    inner join {{ ref('int_survey__evaluation_flags') }} as flags
        on
            questions.method_version = flags.method_version
            and answers.evaluation_number = flags.evaluation_number
            and flags.is_kept
    where answers.value is not null
    group by all
),

published as (
    select
        method_version,
        wave,
        evaluation_type,
        sum(count_evaluations) as count_evaluations,
        sum(count_promoters + count_passives + count_detractors) as count_shown,
        sum(count_evaluations) filter (where not is_suppressed) as count_not_suppressed
    from {{ ref('fct_nps') }}
    group by method_version, wave, evaluation_type
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
