-- The waves are those that a record or a description is of.
with waves as (
    select wave from {{ ref('stg_survey__evaluations') }}
    union
    select {{ wave_of('stated_wave', 'sent_at') }} as wave from {{ ref('stg_webcare__messages') }}
    union
    select {{ wave_of('stated_wave', 'coalesce(case_started_at, occurred_at)') }} as wave
    from {{ ref('stg_process__events') }}
    union
    select {{ wave_of('stated_wave', 'started_at') }} as wave from {{ ref('stg_process__cases') }}
    union
    select wave from {{ ref('stg_reference__organisations') }}
    where wave is not null
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
