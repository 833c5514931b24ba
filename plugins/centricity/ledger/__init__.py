"""What stands about each delivered file: its entry, the files of its load, what is in force, what people decided."""
