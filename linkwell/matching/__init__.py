"""Which services fit this person: gates, points and their reasons."""
