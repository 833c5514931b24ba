-- Who has the names of an organisation that a wave's lists lack: the one that took it over, or its new code.
with organisations as (
    select * from {{ ref('int_reference__organisation_waves') }}
),

-- every wave has lists: the nearest hold where it has none of its own
waves as (
    select distinct wave from organisations
),

names as (
    select distinct
        organisation_id,
        wave,
        unnest([organisation_id, name] || coalesce(aliases, [])) as spelling
    from organisations
),

gone as (
    select
        earlier.organisation_id,
        waves.wave,
        max(earlier.wave) as last_wave
    from organisations as earlier
    inner join waves on earlier.wave < waves.wave
    anti join organisations as now on earlier.organisation_id = now.organisation_id and waves.wave = now.wave
    group by earlier.organisation_id, waves.wave
)

select
    gone.organisation_id,
    gone.wave,
    -- of several none: which of them is not guessed
    case when count(distinct heirs.organisation_id) = 1 then min(heirs.organisation_id) end as successor_id
from gone
inner join names on gone.organisation_id = names.organisation_id and gone.last_wave = names.wave
left join names as heirs on names.spelling = heirs.spelling and gone.wave = heirs.wave
group by gone.organisation_id, gone.wave
