{#- The history of an entity's records: which delivery brought each, and which one replaced it or took it back.

    Deliveries of a key that say the same are one record, the newest of them: who delivers everything again changes
    nothing. Places are those of deliveries in the order in which they count, and those without a date in the order of
    what they hold: `delivery_order` would put a new one between old ones.

    `found` reads `delivered` and has the columns of a cell (feed, organisation_id, wave, part, month) and the person. -#}
{% macro record_histories(entity, happened_at, found) -%}
    with loads as (
        select * from {{ ref('stg_ledger__loads') }}
        where entity = '{{ entity }}' and verdict = 'accepted'
    ),

    delivered as (
        select
            records.*,
            loads.feed,
            loads.delivery_date,
            loads.delivery_order
        from {{ source('raw', entity) }} as records
        inner join loads on records.load_id = loads.load_id
    ),

    times as (
        select
            load_id,
            max({{ happened_at }}) as newest_at
        from delivered
        group by load_id
    ),

    places as (
        select
            loads.load_id,
            loads.feed,
            loads.delivery_date,
            loads.whole_periods,
            row_number() over (
                order by loads.delivery_date asc nulls first, times.newest_at asc nulls first, loads.load_id asc
            ) as place
        from loads
        left join times on loads.load_id = times.load_id
    ),

    repeated as (
        select record_key
        from delivered
        where record_key is not null
        group by record_key
        having count(*) > 1
    ),

    contents as (
        select
            delivered.record_key,
            delivered.load_id,
            delivered.row_number,
            delivered.delivery_order,
            {{ is_withdrawn(entity) }} as is_withdrawn,
            -- where it stands, and words that no figure is made of, are not what it says
            json_merge_patch(
                to_json(delivered),
                '{"load_id": null, "row_number": null, "period": null, "delivery_date": null, "delivery_order": null,
                  "text": null, "comment": null}'
            )::varchar as content
        from delivered
        inner join repeated on delivered.record_key = repeated.record_key
    ),

    changed as (
        select
            *,
            coalesce(content != lag(content) over (partition by record_key order by delivery_order), true) as is_change
        from contents
    ),

    numbered as (
        select
            changed.*,
            places.place,
            count(*) filter (where changed.is_change) over (
                partition by changed.record_key order by changed.delivery_order
                rows between unbounded preceding and current row
            ) as version
        from changed
        inner join places on changed.load_id = places.load_id
    ),

    versions as (
        select
            record_key,
            version,
            arg_max(load_id, delivery_order) as load_id,
            arg_max(row_number, delivery_order) as row_number,
            bool_or(is_withdrawn) as is_withdrawn,
            min(place) as arrived_at
        from numbered
        group by record_key, version
    ),

    replaced as (
        select
            *,
            lead(arrived_at) over (partition by record_key order by version) as replaced_at
        from versions
    ),

    wholes as (
        select
            feed,
            place,
            delivery_date,
            unnest(whole_periods) as period
        from places
    ),

    lacked as (
        select
            delivered.load_id,
            delivered.row_number,
            min(wholes.place) as lacked_at
        from delivered
        inner join wholes
            on
                delivered.feed = wholes.feed
                and delivered.period = wholes.period
                and delivered.delivery_date < wholes.delivery_date
        group by delivered.load_id, delivered.row_number
    ),

    found as (
        {{ found }}
    )

    select
        '{{ entity }}' as entity,
        found.*,
        coalesce(replaced.arrived_at, places.place) as arrived_at,
        -- of deliveries without a date the one that counts may hold what is older
        case
            when coalesce(replaced.replaced_at, lacked.lacked_at) is not null
                then greatest(
                    least(replaced.replaced_at, lacked.lacked_at), coalesce(replaced.arrived_at, places.place)
                )
        end as left_at
    from found
    inner join places on found.load_id = places.load_id
    left join repeated on found.record_key = repeated.record_key
    left join replaced
        on
            found.load_id = replaced.load_id
            and found.row_number = replaced.row_number
    left join lacked
        on
            found.load_id = lacked.load_id
            and found.row_number = lacked.row_number
    where
        (repeated.record_key is null or replaced.load_id is not null)
        and not found.is_withdrawn
{%- endmacro %}
