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
)

select
    behind.method_version,
    behind.organisation_id,
    behind.wave,
    behind.evidence,
    resampling_groups.stratum_number,
    behind.indicators,
    count(*) as count_groups
from behind
inner join {{ ref('int_resampling__groups') }} as resampling_groups using (method_version, group_number)
group by all
