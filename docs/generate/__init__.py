"""Writes what pages and suites repeat, from the one place where it is said.

`make docs` writes it; `tests/unit/docs` fails where what is committed is something else. It stands beside the pages and
not in the package: who runs the warehouse never needs it.
"""
