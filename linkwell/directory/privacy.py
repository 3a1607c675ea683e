"""Who is named in a feed: staff, and private addresses, which nobody may publish for them.

They are taken out before anything is kept, and the report says where they stood.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from linkwell.directory.hsds import fields_of

# The first part of an office's address; what else looks like somebody's name is taken for one.
_OFFICES = frozenset({
    "admin", "administration", "advice", "adviceline", "bookings", "carers", "centre", "charity",
    "childrens", "club", "committee", "community", "contact", "enquiries", "enquiry", "events",
    "families", "family", "friends", "general", "group", "groups", "hello", "help", "helpdesk",
    "helpline", "hub", "info", "information", "library", "mail", "manager", "membership", "office",
    "post", "reception", "referrals", "secretary", "service", "services", "society", "support",
    "team", "trust", "volunteer", "volunteering", "volunteers", "wellbeing", "youth",
})  # fmt: skip
_TWO_NAMES = re.compile(r"[a-z]{1,20}[._-][a-z]{2,20}\d{0,4}")
_WORDS = re.compile(r"[a-z]+")
_OF_PEOPLE = {"contact": ("name",), "metadata": ("updated_by",), "address": ("attention",)}


def is_personal(email: str, *names: str) -> bool:
    """Does an address look like one person's: "jo.smith@"? `names` are those of whoever owns it:
    "sale.walkers@" is the Sale Walkers'."""
    local = email.partition("@")[0].casefold()
    own = {word for name in names for word in _WORDS.findall(name.casefold())}
    words = set(_WORDS.findall(local))
    return bool(_TWO_NAMES.fullmatch(local)) and not words & (_OFFICES | own)


def without_people(document: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The same document with nobody in it, and where somebody was: "contacts/0/name"."""
    names = (document.get("name", ""), document.get("organization", {}).get("name", ""))
    found: list[str] = []
    return _object(document, "service", "", names, found), found


def _object(
    value: Mapping[str, Any], shape: str, where: str, names: tuple[str, ...], found: list[str]
) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    named = shape == "contact" and "name" in value
    for name, told in value.items():
        at = f"{where}/{name}".lstrip("/")
        if _is_somebodys(name, told, shape, named=named, names=names):
            found.append(at)
        else:
            kept[name] = _value(told, name, shape, at, names, found)
    return kept


def _is_somebodys(name: str, told: Any, shape: str, *, named: bool, names: tuple[str, ...]) -> bool:
    """`named`: the object is a contact with a name, so that number and address are a person's."""
    if name in _OF_PEOPLE.get(shape, ()) or name == "assurer_email":
        return True
    if name == "email":
        return named or is_personal(told, *names)
    return name == "phones" and named


def _value(
    told: Any, name: str, shape: str, at: str, names: tuple[str, ...], found: list[str]
) -> Any:
    field = fields_of(shape)[name]
    if field.kind is not None:
        return told
    if not field.many:
        return _object(told, field.shape, at, names, found)
    return list(_each(told, field.shape, at, names, found))


def _each(
    told: list[Any], shape: str, at: str, names: tuple[str, ...], found: list[str]
) -> Iterator[dict[str, Any]]:
    for number, one in enumerate(told):
        yield _object(one, shape, f"{at}/{number}", names, found)
