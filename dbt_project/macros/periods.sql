{#-
    Rows of units by month, in each period that the month is part of; from `period_months`. Units that come back stand in
    each of their periods already.
-#}
{% macro in_each_period(rows) -%}
select {{ rows }}.* replace (period_months.window_kind as window_kind, period_months.period as period)
from {{ rows }}
inner join period_months
    on
        {{ rows }}.organisation_id = period_months.organisation_id
        and {{ rows }}.wave = period_months.wave
        and {{ rows }}.period = period_months.month_period
        and ({{ rows }}.is_in_wave or period_months.window_kind != 'wave')
where not {{ rows }}.is_repeated
union all by name
select * from {{ rows }}
where is_repeated
{%- endmacro %}
