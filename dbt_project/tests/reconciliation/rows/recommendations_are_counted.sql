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
    inner join questions using (item)
    inner join {{ ref('int_survey__evaluation_flags') }} as flags
        on
            questions.method_version = flags.method_version
            and answers.evaluation_number = flags.evaluation_number
            and flags.is_kept
    where answers.value is not null
    group by all
),

counted as (
    select
        sums.method_version,
        sums.period::integer as wave,
        sums.evaluation_type,
        sum(sums.count_base) as count_evaluations
    from {{ ref('int_survey__indicator_sums') }} as sums
    inner join {{ ref('int_method__indicators') }} as indicators using (method_version, indicator)
    where sums.window_kind = 'wave' and indicators.kind = 'nps'
    group by all
)

select
    method_version,
    wave,
    evaluation_type,
    accepted.count_evaluations as count_accepted,
    counted.count_evaluations as count_counted
from accepted
full join counted using (method_version, wave, evaluation_type)
where accepted.count_evaluations is distinct from counted.count_evaluations
