with grids as (
    select * from {{ ref('int_survey__answer_grids') }}
),

rules as (
    select * from {{ ref('int_method__cleaning_rules') }}
    where rule in ('straightliner', 'low_variability', 'inconsistent')
),

sorted as (
    select
        grids.method_version,
        grids.questionnaire_version,
        grids.wave,
        list_sort(list(grids.standard_deviation)) as deviations,
        any_value(rules.threshold_2) * (count(*) - 1) as place
    from grids
    inner join rules
        on
            grids.method_version = rules.method_version
            and rules.rule = 'low_variability'
            and grids.count_answered >= rules.threshold
    group by grids.method_version, grids.questionnaire_version, grids.wave
),

-- The percentile by hand: that of DuckDB takes no level from a table.
least_variable as (
    select
        *,
        deviations[floor(place)::integer + 1] + (place - floor(place)) * (
            deviations[ceil(place)::integer + 1] - deviations[floor(place)::integer + 1]
        ) as standard_deviation
    from sorted
)

select
    rules.method_version,
    grids.evaluation_number,
    rules.rule
from grids
left join least_variable using (method_version, questionnaire_version, wave)
inner join rules
    on
        grids.method_version = rules.method_version
        and case rules.rule
            when 'straightliner'
                then
                    grids.is_flat
                    and grids.count_answered >= rules.threshold
                    and grids.count_reversed >= rules.threshold_2
            when 'low_variability'
                then
                    grids.standard_deviation < least_variable.standard_deviation
                    and grids.count_answered >= rules.threshold
            when 'inconsistent'
                then
                    (grids.mark <= rules.threshold and grids.mark_2 >= rules.threshold_2)
                    or (grids.mark >= rules.threshold_2 and grids.mark_2 <= rules.threshold)
        end
