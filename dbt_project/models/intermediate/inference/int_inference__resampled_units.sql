with evaluations as (
    select * from {{ ref('stg_survey__evaluations') }}
    where evaluation_type = 'relational'
),

design as (
    select * from {{ ref('int_survey__design') }}
    where evaluation_type = 'relational' and is_in_wave
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
    where has_inference = 1
),

-- A unit's number is that of one of its evaluations, of whichever type.
survey_units as (
    select distinct
        'survey' as evidence,
        design.psu_id as unit_number,
        coalesce(evaluations.cluster_id, evaluations.respondent_id, evaluations.evaluation_id) as unit
    from design
    inner join {{ ref('stg_survey__evaluations') }} as evaluations on design.psu_id = evaluations.evaluation_number
),

operational_units as (
    select
        evidence,
        min(unit_number) as unit_number,
        psu as unit
    from {{ ref('int_inference__share_units') }}
    group by evidence, psu
),

all_units as (
    select * from survey_units
    union all
    select * from operational_units
),

designs as (
    select count(stratum) + count(cluster_id) > 0 as is_designed
    from evaluations
),

grouped as (
    select
        parameters.method_version,
        all_units.evidence,
        all_units.unit_number,
        all_units.unit,
        count(*) over (partition by parameters.method_version, all_units.evidence) > parameters.bootstrap_groups
        and not (all_units.evidence = 'survey' and designs.is_designed) as is_grouped,
        parameters.bootstrap_groups::ubigint as bootstrap_groups
    from all_units
    cross join designs
    cross join parameters
)

select
    method_version,
    evidence,
    unit_number,
    unit,
    case
        when is_grouped then (md5_number_lower(evidence || '|' || unit) % bootstrap_groups)::varchar
        else unit
    end as resampling_group
from grouped
