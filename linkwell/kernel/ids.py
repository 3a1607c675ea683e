"""Ids are made in Python, before a row exists, so that no INSERT has to read back what it wrote."""

from uuid import UUID

from uuid_utils.compat import uuid7

__all__ = ["UUID", "new_id", "read_id", "reference"]


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): unique, and in order of time, so that indexes grow at one end."""
    return uuid7()


def read_id(text: str) -> UUID | None:
    """The id written in `text`, or None. Never raises: a bad id is an unknown id."""
    try:
        return UUID(text)
    except (ValueError, AttributeError, TypeError):
        return None


_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is misheard or misread for another


def reference(row_id: UUID) -> str:
    """A short name for a row that can be read out over the phone: `LW-7K3F-Q2XD`.

    Made from the id's random half, so it says nothing about when or how many. Not a secret.
    """
    number, letters = row_id.int & ((1 << 62) - 1), ""
    for _ in range(8):
        number, digit = divmod(number, len(_LETTERS))
        letters += _LETTERS[digit]
    return f"LW-{letters[:4]}-{letters[4:]}"
