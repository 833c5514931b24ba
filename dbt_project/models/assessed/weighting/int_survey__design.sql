with evaluations as (
    select
        evaluation_number,
        evaluation_type,
        touchpoint,
        organisation_id,
        wave,
        {{ survey_stratum() }} as stratum,
        -- a cluster's label counts within its stratum, a person is the same wherever he answers
        case
            when cluster_id is not null then list_append({{ survey_stratum() }}, cluster_id)
            else [coalesce('respondent ' || respondent_id, 'evaluation ' || evaluation_number)]
        end as unit
    from {{ ref('stg_survey__evaluations') }}
),

weights as (
    select
        method_version,
        evaluation_number,
        weight_in_month as weight,
        weight is not null as is_in_wave
    from {{ ref('int_survey__weights') }}
    where weight_in_month is not null
),

-- A unit keeps its number in every wave, a person in every stratum too.
units as (
    select
        unit,
        min(evaluation_number) as psu_id
    from evaluations
    group by unit
),

strata as (
    select
        evaluation_type,
        wave,
        stratum,
        row_number() over (order by evaluation_type, wave, stratum) as stratum_id
    from evaluations
    group by evaluation_type, wave, stratum
),

kept as (
    select
        weights.method_version,
        evaluations.evaluation_number,
        evaluations.evaluation_type,
        evaluations.touchpoint,
        evaluations.organisation_id,
        evaluations.wave,
        strata.stratum_id,
        units.psu_id,
        weights.weight,
        weights.is_in_wave
    from evaluations
    inner join weights using (evaluation_number)
    inner join units using (unit)
    inner join strata using (evaluation_type, wave, stratum)
),

-- Units of any organisation: a design is not that of the organisation alone.
sizes as (
    select
        method_version,
        stratum_id,
        count(distinct psu_id) filter (where is_in_wave) as n_h,
        count(distinct psu_id) as n_h_in_months
    from kept
    group by method_version, stratum_id
),

-- A unit that evaluates an organisation once needs no summing.
repeats as (
    select
        method_version,
        stratum_id,
        psu_id,
        organisation_id,
        touchpoint,
        min(evaluation_number) as first_evaluation_number
    from kept
    group by all
    having count(*) > 1
)

select
    kept.method_version,
    kept.evaluation_number,
    kept.evaluation_type,
    kept.wave,
    kept.stratum_id,
    kept.psu_id,
    sizes.n_h,
    sizes.n_h_in_months,
    kept.weight,
    kept.is_in_wave,
    coalesce(repeats.first_evaluation_number, kept.evaluation_number) as rating_number,
    repeats.psu_id is not null as is_repeated
from kept
inner join sizes using (method_version, stratum_id)
left join repeats using (method_version, stratum_id, psu_id, organisation_id, touchpoint)
