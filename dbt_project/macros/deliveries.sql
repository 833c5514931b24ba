{#- The one rule for a record that was delivered more than once: its newest delivery wins.
    Newest is by the ledger's delivery_order (delivery date, then load), never by arrival.
    Records without a key are never repeats of one another. -#}
{% macro superseded_records(entity) -%}
    select
        '{{ entity }}' as entity,
        delivered.load_id,
        delivered.row_number
    from {{ source('raw', entity) }} as delivered
    inner join {{ ref('stg_ledger__loads') }} as loads on delivered.load_id = loads.load_id
    inner join (
        select
            repeated.record_key,
            max(repeated_loads.delivery_order) as delivery_order
        from {{ source('raw', entity) }} as repeated
        inner join {{ ref('stg_ledger__loads') }} as repeated_loads on repeated.load_id = repeated_loads.load_id
        where repeated.record_key is not null
        group by repeated.record_key
        having count(*) > 1
    ) as newest on delivered.record_key = newest.record_key
    where loads.delivery_order < newest.delivery_order
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
    left join {{ ref('stg_ledger__superseded_records') }} as superseded
        on
            superseded.entity = '{{ entity }}'
            and delivered.load_id = superseded.load_id
            and delivered.row_number = superseded.row_number
    where superseded.load_id is null
{%- endmacro %}
