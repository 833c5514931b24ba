"""Customer-centricity index warehouse."""
