"""What happened: append-only events, their deliveries, and who looked."""
