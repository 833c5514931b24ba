{#-
    Weights of one group add up to 1, as far as weights of nine decimals can. A plain sum: that of NaN is NaN, but NaN
    as a decimal is an error, which names no group.
-#}
{% test sums_to_one(model, column, group_by) %}
select
    {{ group_by | join(', ') }},
    sum({{ column }}) as total,
from {{ model }}
group by all
having abs(sum({{ column }}) - 1) > 1e-8
{% endtest %}
