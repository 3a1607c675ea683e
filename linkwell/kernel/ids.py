"""Ids are made in Python, before a row exists, so that no INSERT has to read back what it wrote."""

from uuid import UUID

from uuid_utils.compat import uuid7

__all__ = ["UUID", "new_id", "read_id"]


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): unique, and in order of time, so that indexes grow at one end."""
    return uuid7()


def read_id(text: str) -> UUID | None:
    """The id written in `text`, or None. Never raises: a bad id is an unknown id."""
    try:
        return UUID(text)
    except (ValueError, AttributeError, TypeError):
        return None
