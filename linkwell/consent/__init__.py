"""What somebody agreed to: for which purpose, with whom, and who decided about it."""
