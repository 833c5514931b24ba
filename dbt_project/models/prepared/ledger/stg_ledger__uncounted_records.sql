{{ config(materialized='table') }}

{% for entity in ['evaluations', 'messages', 'events', 'cases', 'margins', 'service_hours'] %}
{{ uncounted_records(entity) }}
union all
{% endfor %}
{{ uncounted_descriptions() }}
