"""Deliveries become loads: stage, judge, commit; and the ledger that accounts for each."""
