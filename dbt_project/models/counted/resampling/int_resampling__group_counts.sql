-- Groups by the indicators that they stand behind: the degrees of freedom of whatever is made of these.
with used as (
    select
        method_version,
        organisation_id,
        wave,
        evidence,
        group_number,
        indicator
    from {{ ref('int_resampling__group_sums') }}
    union all
    select
        method_version,
        organisation_id,
        wave,
        evidence,
        group_number,
        indicator
    from {{ ref('int_resampling__group_waits') }}
),

behind as (
    select
        method_version,
        organisation_id,
        wave,
        evidence,
        group_number,
        list_sort(list_distinct(list(indicator))) as indicators
    from used
    group by all
),

-- counted by evidence: no source's rows depend on another's records
strata as (
    select
        method_version,
        evidence,
        group_number,
        dense_rank() over (partition by method_version, evidence order by stratum_id) - 1 as stratum_number
    from {{ ref('int_resampling__groups') }}
)

select
    behind.method_version,
    behind.organisation_id,
    behind.wave,
    behind.evidence,
    strata.stratum_number,
    behind.indicators,
    count(*) as count_groups
from behind
inner join strata using (method_version, evidence, group_number)
group by all
