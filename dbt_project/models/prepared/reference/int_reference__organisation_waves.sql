with waves as (
    select * from {{ ref('int_reference__waves') }}
),

described as (
    select * from {{ ref('stg_ledger__described_waves') }}
),

organisations as (
    select * from {{ ref('stg_reference__organisations') }}
)

select
    organisations.* replace (
        waves.wave as wave,
        -- counts are those of their year, whatever else still holds
        case when organisations.wave = waves.wave then organisations.count_customers end as count_customers,
        case when organisations.wave = waves.wave then organisations.count_complaint_body_cases end
            as count_complaint_body_cases
    )
from waves
inner join described on waves.wave between described.wave_from and described.wave_until
inner join organisations using (load_id, row_number)
