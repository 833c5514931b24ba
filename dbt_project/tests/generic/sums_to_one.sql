{#- Weights of one group add up to 1, as far as weights of nine decimals can. -#}
{% test sums_to_one(model, column, group_by) %}
select
    {{ group_by | join(', ') }},
    {{ exact_sum(column) }} as total,
from {{ model }}
group by all
having abs({{ exact_sum(column) }} - 1) > 1e-8
{% endtest %}
