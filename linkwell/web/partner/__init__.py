"""A community organisation's pages: one link, one question, no account."""
