"""Pages for the privacy lead."""
