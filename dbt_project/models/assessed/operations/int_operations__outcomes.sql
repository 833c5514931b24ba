{{ config(materialized='view') }}

with units as (
    select * from {{ ref('int_operations__units') }}
),

tones as (
    select * from {{ ref('int_webcare__question_tones') }}
),

-- Each column of an outcome becomes rows; nulls are in no base.
measured as (
    select
        * exclude (psu, holds),
        holds::double as value
    from units
    unpivot (holds for numerator in (columns('^is_')))
    union all by name
    select
        units.method_version,
        units.source,
        units.unit_number,
        units.organisation_id,
        units.wave,
        units.part,
        units.psu_number,
        'tone_change' as numerator,
        tones.tone_change as value
    from tones
    inner join units
        on
            tones.method_version = units.method_version
            and units.source = 'webcare'
            and tones.question_number = units.unit_number
)

select
    measured.* exclude (numerator),
    operations.indicator,
    operations.kind
from measured
inner join {{ ref('int_method__operations') }} as operations using (method_version, source, numerator)
