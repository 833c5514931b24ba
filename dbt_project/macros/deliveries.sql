{#- Reference data are corrected, and kept by their key: nobody withdraws them. -#}
{% macro is_withdrawn(entity) -%}
    {{ 'false' if entity in ('organisations', 'margins', 'service_hours') else 'coalesce(delivered.is_withdrawn, false)' }}
{%- endmacro %}

{#- The one rule for accepted records that do not count. `superseded`: a newer delivery holds their key.
    `withdrawn`: they are taken back, by a newer record that says so, or by a newer whole of their period that lacks
    them. Newest is by the ledger's delivery_order (delivery date, then load), never by arrival; deliveries of one date
    are parts of one whole. Records without a key are never repeats of one another. -#}
{% macro uncounted_records(entity) -%}
    select
        '{{ entity }}' as entity,
        found.load_id,
        found.row_number,
        case when bool_or(found.is_superseded) then 'superseded' else 'withdrawn' end as reason
    from (
        select
            delivered.load_id,
            delivered.row_number,
            loads.delivery_order < newest.delivery_order and not newest.is_withdrawn as is_superseded
        from {{ source('raw', entity) }} as delivered
        inner join {{ ref('stg_ledger__loads') }} as loads on delivered.load_id = loads.load_id
        inner join (
            select
                delivered.record_key,
                max(named_loads.delivery_order) as delivery_order,
                arg_max({{ is_withdrawn(entity) }}, named_loads.delivery_order) as is_withdrawn
            from {{ source('raw', entity) }} as delivered
            inner join {{ ref('stg_ledger__loads') }} as named_loads on delivered.load_id = named_loads.load_id
            where delivered.record_key is not null
            group by delivered.record_key
            having count(*) > 1
        ) as newest on delivered.record_key = newest.record_key
        where loads.delivery_order < newest.delivery_order or newest.is_withdrawn
        union all
        select
            delivered.load_id,
            delivered.row_number,
            false as is_superseded
        from {{ source('raw', entity) }} as delivered
        inner join {{ ref('stg_ledger__loads') }} as loads on delivered.load_id = loads.load_id
        left join {{ ref('stg_ledger__whole_periods') }} as wholes
            on loads.feed = wholes.feed and delivered.period = wholes.period
        where {{ is_withdrawn(entity) }} or loads.delivery_date < wholes.newest_date
    ) as found
    group by found.load_id, found.row_number
{%- endmacro %}

{#- The records of an entity that count, each with its feed and one integer that names it:
    joins and groups on it are cheaper than on a pseudonym. -#}
{% macro current_records(entity) -%}
    select
        delivered.*,
        loads.feed,
        loads.delivery_order * 4294967296 + delivered.row_number as record_number
    from {{ source('raw', entity) }} as delivered
    left join {{ ref('stg_ledger__loads') }} as loads on delivered.load_id = loads.load_id
    left join {{ ref('stg_ledger__uncounted_records') }} as uncounted
        on
            uncounted.entity = '{{ entity }}'
            and delivered.load_id = uncounted.load_id
            and delivered.row_number = uncounted.row_number
    where uncounted.load_id is null
{%- endmacro %}
