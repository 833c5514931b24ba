"""What a feed says: its definition, the catalogue of all feeds, the canonical entities."""
