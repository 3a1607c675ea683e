"""Pages, by audience, and the design they share."""
