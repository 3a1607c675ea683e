"""Pages for who runs a service."""
