"""Options offered, what the person chose, and what came of it."""
