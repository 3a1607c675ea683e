"""Reaching somebody, talking with them, and what was said: contacts, needs, who they turn to."""
