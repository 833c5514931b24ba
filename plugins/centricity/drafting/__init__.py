"""Drafts of feed files from sample files: guessing is for drafting only."""
