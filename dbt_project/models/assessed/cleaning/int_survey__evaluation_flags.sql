with evaluations as (
    select * from {{ ref('stg_survey__evaluations') }}
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
),

rules as (
    select * from {{ ref('int_method__cleaning_rules') }}
),

hits as (
    select
        method_version,
        evaluation_number,
        'duplicate' as rule,
        is_first_of_month
    from {{ ref('int_survey__duplicates') }}
    union all
    select
        rules.method_version,
        evaluations.evaluation_number,
        'ineligible' as rule,
        false as is_first_of_month
    from evaluations
    cross join rules
    where rules.rule = 'ineligible' and not evaluations.has_recent_contact
    union all
    select
        *,
        false as is_first_of_month
    from {{ ref('int_survey__speeders') }}
    union all
    select
        *,
        false as is_first_of_month
    from {{ ref('int_survey__answer_patterns') }}
    union all
    select
        method_version,
        evaluation_number,
        'multivariate' as rule,
        false as is_first_of_month
    from {{ ref('int_survey__multivariate_outliers') }}
    union all
    select
        method_version,
        evaluation_number,
        'near_duplicate' as rule,
        false as is_first_of_month
    from {{ ref('int_survey__near_duplicates') }}
),

-- A family counts once.
families as (
    select
        hits.method_version,
        hits.evaluation_number,
        rules.family,
        coalesce(max(rules.points) filter (where rules.action = 'points'), 0) as points,
        bool_or(rules.action = 'exclude') as is_excluded,
        bool_or(rules.action = 'exclude' and not hits.is_first_of_month) as is_excluded_in_month,
        list(hits.rule) as reasons
    from hits
    inner join rules using (method_version, rule)
    group by hits.method_version, hits.evaluation_number, rules.family
),

judged as (
    select
        method_version,
        evaluation_number,
        sum(points)::integer as quality_points,
        list_sort(flatten(list(reasons))) as quality_reasons,
        bool_or(is_excluded) as is_excluded,
        bool_or(is_excluded_in_month) as is_excluded_in_month
    from families
    group by method_version, evaluation_number
),

flagged as (
    select
        parameters.method_version,
        evaluations.evaluation_number,
        coalesce(judged.quality_points, 0) as quality_points,
        coalesce(judged.quality_reasons, []) as quality_reasons,
        not coalesce(judged.is_excluded, false) as is_admissible,
        not coalesce(judged.is_excluded_in_month, false) as is_admissible_in_month,
        evaluations.organisation_id,
        evaluations.wave,
        evaluations.evaluation_type,
        evaluations.touchpoint,
        parameters.minimum_evaluations,
        parameters.exclude_points,
        parameters.exclude_points_strict
    from evaluations
    cross join parameters
    left join judged using (method_version, evaluation_number)
),

-- What months hold beyond their wave follows from both: months hold it where it could be published itself.
counted as (
    select
        *,
        count(*) filter (
            where is_admissible_in_month and not is_admissible and quality_points < exclude_points
        ) over (
            partition by method_version, organisation_id, wave, evaluation_type, touchpoint
        ) >= minimum_evaluations as has_enough_repeats
    from flagged
)

select
    method_version,
    evaluation_number,
    quality_points,
    quality_reasons,
    is_admissible and quality_points < exclude_points as is_kept,
    (is_admissible or (is_admissible_in_month and has_enough_repeats)) and quality_points < exclude_points
        as is_kept_in_month,
    is_admissible as is_kept_none,
    is_admissible and quality_points < exclude_points as is_kept_as_is,
    is_admissible and quality_points < exclude_points_strict as is_kept_strict
from counted
