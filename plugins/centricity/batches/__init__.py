"""One delivered file as a batch: its records staged as canonical rows, looked at, and judged."""
