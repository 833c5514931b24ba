"""What people read in the terminal: the run, the status, the ranking."""
