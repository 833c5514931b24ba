"""Personal data: pseudonyms at intake."""
