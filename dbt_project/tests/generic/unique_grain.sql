{#- The grain of a table of the method: no two rows share it, and no part of it is null. -#}
{% test unique_grain(model, columns) %}
{{ breaking_grain(model, columns) }}
{% endtest %}
