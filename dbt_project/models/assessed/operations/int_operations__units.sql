-- Questions and cases alike: each with what came of it, a column per outcome; null where it is not in the base.
with units as (
    select
        method_version,
        'webcare' as source,
        question_number as unit_number,
        organisation_id,
        wave,
        channel as part,
        customer_id as psu,
        columns('^is_')
    from {{ ref('int_webcare__observed_questions') }}
    union all by name
    select
        method_version,
        'process' as source,
        case_number as unit_number,
        organisation_id,
        wave,
        process as part,
        coalesce(customer_id, case_number::varchar) as psu,
        columns('^is_')
    from {{ ref('int_process__observed_cases') }}
)

-- Pseudonyms are long: what counts and joins customers does so by number.
select
    *,
    min(unit_number) over (partition by method_version, source, wave, psu) as psu_number
from units
