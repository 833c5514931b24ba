"""Deliveries become loads: found in `landing/`, copied, staged, judged, committed; and judged again."""
