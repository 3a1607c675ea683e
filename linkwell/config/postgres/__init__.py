"""Our PostgreSQL: Django's backend that waits for it, the server run by us, its roles."""
