"""Builds: freeze the input, run dbt in a child process, publish the marts, roll back."""
