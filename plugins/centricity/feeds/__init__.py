"""Feed definitions, the canonical entities, and a reader per format. Knows nothing of Airflow, dbt or GX."""
