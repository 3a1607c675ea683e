"""Pages for link workers and their supervisors."""
