with vectors as (
    select * from {{ ref('int_inference__figure_vectors') }}
    where window_kind = 'wave' and figure not in ('index_geometric', 'nps')
),

waves as (
    select * from {{ ref('int_survey__organisation_periods') }}
    where window_kind = 'wave'
)

select
    vectors.figure_number,
    vectors.method_version,
    waves.wave,
    waves.industry,
    vectors.organisation_id,
    vectors.figure,
    vectors.figure = 'index' as is_index,
    vectors.slopes,
    vectors.centres,
    vectors.is_used
from vectors
inner join waves using (method_version, organisation_id, period)
