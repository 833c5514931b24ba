{#- Which delivery of a source counts before which: by the date in its file's name, then by load, never by arrival. -#}
{% macro delivery_order() -%}
    row_number() over (partition by source order by delivery_date asc nulls first, load_id asc)
{%- endmacro %}

{#- Reference data are corrected, and kept by their key: nobody withdraws them. -#}
{% macro is_withdrawn(entity) -%}
    {{ 'false' if entity in ('margins', 'service_hours') else 'coalesce(delivered.is_withdrawn, false)' }}
{%- endmacro %}

{#- What tells a record from others over all deliveries. A margin is corrected within its wave, or within the year of
    delivery where it states none: next year's population is another record. -#}
{% macro record_identity(entity, loads) -%}
    {%- if entity == 'margins' -%}
        delivered.record_key || ' ' || {{ list_wave('delivered.wave', loads ~ '.delivery_date') }}
    {%- else -%}
        delivered.record_key
    {%- endif -%}
{%- endmacro %}

{#- The wave that a row of reference data is of, or the year of its delivery. -#}
{% macro list_wave(wave, delivery_date) -%}
    coalesce({{ wave }}, year({{ delivery_date }}), 0)
{%- endmacro %}

{#- The one rule for accepted records that do not count. `superseded`: a newer delivery holds their key.
    `withdrawn`: they are taken back, by a newer record that says so, or by a newer whole of their period that lacks
    them. Newest is by the ledger's delivery_order (delivery date, then load), never by arrival; deliveries of one date
    are parts of one whole. Records without a key are never repeats of one another.
    `waiting`: their arrival is not released yet; nor is that what replaces those that count on.
    Reads `unreleased` and `whole_periods`. -#}
{% macro uncounted_records(entity) -%}
    select
        '{{ entity }}' as entity,
        found.load_id,
        found.row_number,
        case
            when bool_or(found.is_superseded) then 'superseded'
            when bool_or(not found.is_waiting) then 'withdrawn'
            else 'waiting'
        end as reason
    from (
        select
            delivered.load_id,
            delivered.row_number,
            loads.delivery_order < newest.delivery_order and not newest.is_withdrawn as is_superseded,
            false as is_waiting
        from {{ source('raw', entity) }} as delivered
        inner join {{ ref('stg_ledger__loads') }} as loads on delivered.load_id = loads.load_id
        inner join (
            select
                {{ record_identity(entity, 'named_loads') }} as record_identity,
                max(named_loads.delivery_order) as delivery_order,
                arg_max({{ is_withdrawn(entity) }}, named_loads.delivery_order) as is_withdrawn
            from {{ source('raw', entity) }} as delivered
            inner join {{ ref('stg_ledger__loads') }} as named_loads on delivered.load_id = named_loads.load_id
            where delivered.record_key is not null
            group by record_identity
            having count(*) > 1
        ) as newest on {{ record_identity(entity, 'loads') }} = newest.record_identity
        where loads.delivery_order < newest.delivery_order or newest.is_withdrawn
        union all
        select
            delivered.load_id,
            delivered.row_number,
            false as is_superseded,
            false as is_waiting
        from {{ source('raw', entity) }} as delivered
        inner join {{ ref('stg_ledger__loads') }} as loads on delivered.load_id = loads.load_id
        left join whole_periods as wholes
            on loads.feed = wholes.feed and delivered.period = wholes.period
        where
            {{ is_withdrawn(entity) }}
            or (
                loads.delivery_date < wholes.newest_date
                {% if entity == 'margins' -%}
                    and {{ list_wave('delivered.wave', 'loads.delivery_date') }} in (
                        select {{ list_wave('others.wave', 'other_loads.delivery_date') }}
                        from {{ source('raw', entity) }} as others
                        inner join {{ ref('stg_ledger__loads') }} as other_loads on others.load_id = other_loads.load_id
                        where other_loads.feed = loads.feed and other_loads.delivery_date = wholes.newest_date
                    )
                {%- endif %}
            )
        union all
        select
            waiting.load_id,
            waiting.row_number,
            false as is_superseded,
            true as is_waiting
        from unreleased as waiting
        where waiting.entity = '{{ entity }}' and waiting.is_arrival_waiting
    ) as found
    left join unreleased as kept_on
        on
            kept_on.entity = '{{ entity }}'
            and found.load_id = kept_on.load_id
            and found.row_number = kept_on.row_number
            and kept_on.is_kept_on
    where kept_on.load_id is null
    group by found.load_id, found.row_number
{%- endmacro %}

{#- Descriptions of organisations that hold in no wave: a newer delivery describes the organisation for theirs, or, as
    the whole of it, no longer does. -#}
{% macro uncounted_descriptions() -%}
    select
        'organisations' as entity,
        delivered.load_id,
        delivered.row_number,
        case
            when bool_or(holding_loads.delivery_order > loads.delivery_order) then 'superseded' else 'withdrawn'
        end as reason
    from {{ source('raw', 'organisations') }} as delivered
    inner join {{ ref('stg_ledger__loads') }} as loads on delivered.load_id = loads.load_id
    left join {{ ref('stg_ledger__described_waves') }} as holding
        on delivered.organisation_id = holding.organisation_id
    left join {{ ref('stg_ledger__loads') }} as holding_loads on holding.load_id = holding_loads.load_id
    group by delivered.load_id, delivered.row_number
    having
        not coalesce(
            bool_or(delivered.load_id = holding.load_id and delivered.row_number = holding.row_number), false
        )
{%- endmacro %}

{#- The records of an entity that count, each with its feed and one integer that names it:
    joins and groups on it are cheaper than on a pseudonym. -#}
{% macro current_records(entity) -%}
    select
        delivered.*,
        loads.feed,
        loads.delivery_date,
        loads.delivery_order * 4294967296 + delivered.row_number as record_number
    from {{ source('raw', entity) }} as delivered
    left join {{ ref('stg_ledger__loads') }} as loads on delivered.load_id = loads.load_id
    left join {{ ref('stg_ledger__record_states') }} as uncounted
        on
            uncounted.entity = '{{ entity }}'
            and uncounted.reason is not null
            and delivered.load_id = uncounted.load_id
            and delivered.row_number = uncounted.row_number
    where uncounted.load_id is null
{%- endmacro %}
