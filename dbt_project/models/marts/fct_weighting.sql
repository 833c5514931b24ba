with surveys as (
    select * from {{ source('waist', 'int_survey__weighting_report') }}
),

parameters as (
    select * from {{ ref('int_method__parameters') }}
)

select
    surveys.method_version,
    surveys.wave,
    surveys.feed,
    case
        when parameters.is_weighted = 0 then 'none'
        when surveys.has_final_weight then 'delivered'
        when surveys.is_raked then 'raked'
        else 'base'
    end as weighting,
    surveys.margins_used,
    surveys.merged_categories,
    surveys.answers_outside,
    -- rounded: together these two say how many evaluations there are, and so what a withheld base would be
    round(surveys.design_effect, 2) as design_effect,
    round(surveys.count_effective) as count_effective,
    round(surveys.largest_weight, 2) as largest_weight,
    surveys.is_costly
from surveys
inner join parameters using (method_version)
order by surveys.method_version, surveys.wave, surveys.feed
