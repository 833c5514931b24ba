-- Rows of long questionnaires that share nearly all answers. Two rows with at most d differences agree in full in
-- one of d + 1 blocks of items at least: only rows that do are compared. Short questionnaires never get here.
with rules as (
    select * from {{ ref('int_method__cleaning_rules') }}
    where rule = 'near_duplicate'
),

-- An item that was not answered is an answer here: leaving it out is a thing one can copy.
long_rows as (
    select
        rules.method_version,
        rules.threshold,
        evaluations.wave,
        evaluations.evaluation_number,
        list_sort(evaluations.answers) as answers
    from {{ ref('stg_survey__evaluations') }} as evaluations
    inner join rules on len(evaluations.answers) >= rules.threshold_2
),

vectors as (
    select
        method_version,
        threshold,
        wave,
        list_transform(
            answers, lambda answer: answer['item'] || '=' || coalesce(answer['value']::varchar, '')
        ) as answers,
        list(evaluation_number) as evaluation_numbers
    from long_rows
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

candidates as (
    select distinct
        a.method_version,
        a.threshold,
        a.evaluation_numbers as evaluation_numbers_a,
        b.evaluation_numbers as evaluation_numbers_b,
        list_zip(a.answers, b.answers) as answers
    from keyed as a
    inner join keyed as b
        on
            a.method_version = b.method_version
            and a.wave = b.wave
            and a.block = b.block
            and a.key_answers = b.key_answers
            and a.vector_number < b.vector_number
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
from candidates
where len(list_filter(answers, lambda pair: pair[1] = pair[2])) > round(threshold * len(answers), 9)
