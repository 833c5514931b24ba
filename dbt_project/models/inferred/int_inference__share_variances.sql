with parameters as (
    select * from {{ ref('int_method__parameters') }}
    where has_inference = 1
),

rates as (
    select figures.*
    from {{ source('waist', 'int_operations__figures') }} as figures
    inner join parameters using (method_version)
    where figures.kind = 'rate'
)

select
    method_version,
    organisation_id,
    wave,
    indicator,
    part,
    count_base,
    figure as proportion,
    count_customers - 1 as df,
    -- the deviations (positive - proportion * base) / total base, one per customer, sum to 0
    case
        when count_customers > 1 then sqrt(greatest(
            total_positive_squared
            - 2 * figure * total_positive_by_base
            + power(figure, 2) * total_base_squared, 0
        ) * n_h / (n_h - 1)) / count_base
    end as standard_error
from rates
