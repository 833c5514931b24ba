"""The groups of the command line: `centricity feed …`."""
