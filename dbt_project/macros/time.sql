{#- Instants are UTC; days and waves are those of Amsterdam. -#}

{% macro amsterdam_time(instant) -%}
    timezone('Europe/Amsterdam', timezone('UTC', {{ instant }}))
{%- endmacro %}

{#- The first day of its calendar month. -#}
{% macro month_of(instant) -%}
    date_trunc('month', {{ amsterdam_time(instant) }})::date
{%- endmacro %}

{#- The same of a period that names a month. -#}
{% macro first_day_of(period) -%}
    cast({{ period }} || '-01' as date)
{%- endmacro %}

{#- The wave that the feed states, else the calendar year. -#}
{% macro wave_of(stated_wave, instant) -%}
    cast(coalesce({{ stated_wave }}, extract(year from {{ amsterdam_time(instant) }})) as integer)
{%- endmacro %}

{#- The instant at which the calendar year of a wave ends. -#}
{% macro year_end_at(wave) -%}
    timezone('UTC', timezone('Europe/Amsterdam', make_timestamp({{ wave }} + 1, 1, 1, 0, 0, 0)))
{%- endmacro %}
