{{ config(materialized='table') }}

{% for entity in ['evaluations', 'messages', 'events', 'cases', 'organisations', 'margins', 'service_hours'] %}
{{ uncounted_records(entity) }}
{{ 'union all' if not loop.last }}
{% endfor %}
