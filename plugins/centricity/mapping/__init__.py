"""Texts become canonical columns: one SQL statement per file."""
