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
        'duplicate' as rule
    from {{ ref('int_survey__duplicates') }}
    union all
    select
        rules.method_version,
        evaluations.evaluation_number,
        'ineligible' as rule
    from evaluations
    cross join rules
    where rules.rule = 'ineligible' and not evaluations.has_recent_contact
    union all
    select * from {{ ref('int_survey__speeders') }}
    union all
    select * from {{ ref('int_survey__answer_patterns') }}
    union all
    select
        method_version,
        evaluation_number,
        'multivariate' as rule
    from {{ ref('int_survey__multivariate_outliers') }}
    union all
    select
        method_version,
        evaluation_number,
        'near_duplicate' as rule
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
        list(hits.rule) as reasons
    from hits
    inner join rules
        on
            hits.method_version = rules.method_version
            and hits.rule = rules.rule
    group by hits.method_version, hits.evaluation_number, rules.family
),

judged as (
    select
        method_version,
        evaluation_number,
        sum(points)::integer as quality_points,
        list_sort(flatten(list(reasons))) as quality_reasons,
        bool_or(is_excluded) as is_excluded
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
        parameters.exclude_points,
        parameters.exclude_points_strict
    from evaluations
    cross join parameters
    left join judged
        on
            parameters.method_version = judged.method_version
            and evaluations.evaluation_number = judged.evaluation_number
)

select
    method_version,
    evaluation_number,
    quality_points,
    quality_reasons,
    is_admissible and quality_points < exclude_points as is_kept,
    is_admissible as is_kept_none,
    is_admissible and quality_points < exclude_points as is_kept_m1,
    is_admissible and quality_points < exclude_points_strict as is_kept_strict
from flagged
