"""Pages that anybody may open: what is on nearby."""
