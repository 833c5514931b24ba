{#- The expression holds in every row; unknown does not hold. -#}
{% test is_true(model, expression) %}
select *
from {{ model }}
where ({{ expression }}) is not true
{% endtest %}
