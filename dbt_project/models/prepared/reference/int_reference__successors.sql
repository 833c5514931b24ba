-- Who has the names of an organisation that a wave's lists lack: the one that took it over, or its new code. Lists say
-- it, whether or not anything else is of their waves.
with described as (
    select
        described.organisation_id,
        described.wave_from,
        described.wave_until,
        organisations.name,
        organisations.aliases
    from {{ ref('stg_ledger__described_waves') }} as described
    inner join {{ ref('stg_reference__organisations') }} as organisations using (load_id, row_number)
),

-- every wave has lists: the nearest hold where it has none of its own
waves as (
    select distinct wave from {{ ref('int_reference__organisation_waves') }}
),

names as (
    select distinct
        organisation_id,
        wave_from,
        wave_until,
        unnest([organisation_id, name] || coalesce(aliases, [])) as spelling
    from described
),

gone as (
    select
        earlier.organisation_id,
        waves.wave,
        max(earlier.wave_from) as last_wave_from
    from described as earlier
    inner join waves on earlier.wave_until < waves.wave
    anti join described as now
        on
            earlier.organisation_id = now.organisation_id
            and waves.wave between now.wave_from and now.wave_until
    group by earlier.organisation_id, waves.wave
)

select
    gone.organisation_id,
    gone.wave,
    -- of several none: which of them is not guessed
    case when count(distinct heirs.organisation_id) = 1 then min(heirs.organisation_id) end as successor_id
from gone
inner join names on gone.organisation_id = names.organisation_id and gone.last_wave_from = names.wave_from
left join names as heirs
    on
        names.spelling = heirs.spelling
        and gone.wave between heirs.wave_from and heirs.wave_until
group by gone.organisation_id, gone.wave
