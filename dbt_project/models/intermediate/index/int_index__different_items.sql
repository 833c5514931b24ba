-- Items are told apart by their marks: two that agree in every evaluation are one column of the supplier's.
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

marked as (
    select
        organisation_id,
        wave,
        item,
        -- a sum of digests, in whichever order the rows come
        sum(md5_number_lower(concat_ws(' ', evaluation_number, place))) as marks,
        -- where nothing varies nothing tells two items apart, nor that they are one
        min(place) < max(place) as has_varied
    from placed
    group by organisation_id, wave, item
)

select
    organisation_id,
    wave,
    item,
    case
        when has_varied then min(item) over (partition by organisation_id, wave, has_varied, marks)
        else item
    end as different_item
from marked
