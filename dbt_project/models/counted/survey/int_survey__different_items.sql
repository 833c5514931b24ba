-- Items are told apart by whom they set apart: two that part the evaluations alike are one column of the supplier's,
-- also where one is the other's marks on another scale or under other names.
with answers as (
    select * from {{ ref('stg_survey__answers') }}
    where value is not null and evaluation_type = 'relational'
),

placed as (
    select
        *,
        round({{ place_on_scale('answers', 'false') }}, 9) as place
    from answers
),

-- sums of digests, in whichever order the rows come
marked as (
    select
        organisation_id,
        wave,
        item,
        place,
        sum(md5_number_lower(evaluation_number::varchar)) as evaluations
    from placed
    group by organisation_id, wave, item, place
),

parted as (
    select
        organisation_id,
        wave,
        item,
        sum(md5_number_lower(evaluations::varchar)) as parts,
        -- where nothing varies nothing tells two items apart, nor that they are one
        count(*) > 1 as has_varied
    from marked
    group by organisation_id, wave, item
)

select
    organisation_id,
    wave,
    item,
    case
        when has_varied then min(item) over (partition by organisation_id, wave, has_varied, parts)
        else item
    end as different_item
from parted
