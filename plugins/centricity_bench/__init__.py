"""How fast we are beside a script by hand: the same deliveries, the same figures, ratios of what both cost."""
