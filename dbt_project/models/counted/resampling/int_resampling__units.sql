{#- Whoever is in several strata is drawn in each on its own, as in the linearised variance. -#}
with evaluations as (
    select
        evaluation_number,
        to_json({{ survey_stratum() }})::varchar as stratum,
        coalesce(
            'cluster ' || cluster_id, 'respondent ' || respondent_id, 'evaluation ' || evaluation_id
        ) as unit
    from {{ ref('stg_survey__evaluations') }}
),

design as (
    select * from {{ ref('int_survey__design') }}
    where evaluation_type = 'relational' and is_in_wave
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
    where has_inference = 1
),

survey_units as (
    select
        design.method_version,
        'survey' as evidence,
        design.stratum_id,
        any_value(evaluations.stratum) as stratum,
        design.psu_id as unit_number,
        any_value(evaluations.unit) as unit
    from design
    inner join evaluations using (evaluation_number)
    group by design.method_version, design.stratum_id, design.psu_id
),

-- Whoever wrote or called in the wave, whatever the organisation.
operational_units as (
    select
        method_version,
        source as evidence,
        wave as stratum_id,
        '' as stratum,
        psu_number as unit_number,
        any_value(psu) as unit
    from {{ ref('int_operations__units') }}
    group by method_version, source, wave, psu_number
),

all_units as (
    select * from survey_units
    union all
    select * from operational_units
)

select
    all_units.*,
    case
        when count(*) over stratum > parameters.bootstrap_groups
            then (md5_number_lower(all_units.unit) % parameters.bootstrap_groups::ubigint)::varchar
        else all_units.unit
    end as resampling_group
from all_units
inner join parameters using (method_version)
window stratum as (partition by all_units.method_version, all_units.evidence, all_units.stratum_id)
