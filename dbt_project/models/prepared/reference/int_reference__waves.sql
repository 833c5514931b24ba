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
