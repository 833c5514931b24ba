-- Organisations with an index of the commonest dimensions: indices of different dimensions are not compared.
with scores as (
    select * from {{ ref('int_change__scores') }}
    where wave = compared_wave and is_comparable
),

organisations as (
    select * from {{ source('waist', 'int_reference__organisation_waves') }}
),

kinds as (
    select
        organisation_id,
        wave,
        'online_offline' as contrast,
        is_online as is_first
    from organisations
    union all
    select
        organisation_id,
        wave,
        'large_small' as contrast,
        size_class = 'large' as is_first
    from organisations
    where size_class in ('large', 'small')
)

select
    scores.method_version,
    scores.wave,
    kinds.contrast,
    scores.organisation_id,
    scores.industry,
    kinds.is_first,
    scores.score
from scores
inner join kinds using (organisation_id, wave)
where kinds.is_first is not null
