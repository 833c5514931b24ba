"""How suppliers write: files, tables, numbers, times. The parts of a feed file that say so."""
