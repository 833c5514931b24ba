{#- A missing figure never stands without its reason. -#}
{% test explained_null(model, column, reason='suppression_reason') %}
select *
from {{ model }}
where {{ column }} is null and {{ reason }} is null
{% endtest %}
