"""Airflow around the warehouse: what its tasks do, and the two ways to run them."""
