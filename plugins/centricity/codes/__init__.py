"""Every code that people may meet, told once: a file per kind, from which the pages are generated too."""
