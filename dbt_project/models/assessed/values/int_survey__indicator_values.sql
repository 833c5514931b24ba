{{ config(materialized='view') }}

select
    definitions.method_version,
    defined_values.evaluation_number,
    definitions.indicator,
    defined_values.organisation_id,
    defined_values.wave,
    defined_values.month,
    defined_values.evaluation_type,
    defined_values.touchpoint,
    defined_values.value,
    defined_values.is_proxy
from {{ ref('int_survey__defined_values') }} as defined_values
inner join {{ ref('int_method__definitions') }} as definitions using (definition_number)
