-- Rows of long questionnaires that share nearly all answers. Two rows with at most d differences agree in full in
-- one of d + 1 blocks of items at least: only rows that do are compared. Short questionnaires never get here.
with rules as (
    select * from {{ ref('int_method__cleaning_rules') }}
    where rule = 'near_duplicate'
),

-- An item that was not answered is an answer here: leaving it out is a thing one can copy.
vectors as (
    select
        rules.method_version,
        rules.threshold,
        evaluations.wave,
        list_transform(
            list_sort(evaluations.answers), lambda answer: answer.item || '=' || coalesce(answer.value::varchar, '')
        ) as answers,
        list(evaluations.evaluation_number) as evaluation_numbers
    from {{ ref('stg_survey__evaluations') }} as evaluations
    inner join rules on len(evaluations.answers) >= rules.threshold_2
    group by all
),

blocked as (
    select
        *,
        min(evaluation_numbers[1]) over (partition by method_version, wave, answers) as vector_number,
        greatest(ceil(round((1 - threshold) * len(answers), 9)), 1)::integer as count_blocks
    from vectors
),

blocks as (
    select
        *,
        unnest(range(count_blocks)) as block
    from blocked
),

keyed as (
    select
        *,
        answers[len(answers) * block // count_blocks + 1:len(answers) * (block + 1) // count_blocks] as key_answers
    from blocks
),

pairs as (
    select distinct
        a.method_version,
        a.evaluation_numbers as evaluation_numbers_a,
        b.evaluation_numbers as evaluation_numbers_b
    from keyed as a
    inner join keyed as b
        on
            a.method_version = b.method_version
            and a.wave = b.wave
            and a.block = b.block
            and a.key_answers = b.key_answers
            and a.vector_number < b.vector_number
    where
        len(list_filter(list_zip(a.answers, b.answers), lambda pair: pair[1] = pair[2]))
        > round(a.threshold * greatest(len(a.answers), len(b.answers)), 9)
)

select
    method_version,
    unnest(evaluation_numbers) as evaluation_number
from vectors
where len(evaluation_numbers) > 1
union
select
    method_version,
    unnest(list_concat(evaluation_numbers_a, evaluation_numbers_b)) as evaluation_number
from pairs
