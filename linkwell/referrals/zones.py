"""Whose each part of a letter is: the practice's, the person's, somebody else's, the writer's."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from linkwell.referrals.lines import RECORD, Entry, begins_block, vocabulary


class Zone(StrEnum):
    HEAD = "head"  # the letterhead: the practice's own
    PERSON = "person"
    SOMEBODY_ELSE = "somebody_else"
    BODY = "body"
    RECORD = "record"
    SIGNED = "signed"


@dataclass(frozen=True)
class Placed:
    entry: Entry
    zone: Zone


_WHO = {"name", "given_name", "family_name", "birth_date", "nhs_number"}
_ABOUT = _WHO - {"name"} | {"words", "wants", "language", "interpreter", "help", "referred_by"}
_DEAR = re.compile(r"^(?:dear|to whom)\b", re.IGNORECASE)


def placed_in(found: Iterable[Entry]) -> list[Placed]:
    """Each entry with whose it is."""
    zone, last, placed = Zone.HEAD, -1, list[Placed]()
    for entry in found:
        zone = _zone(entry, zone, gap=entry.line > last + 1)
        last = entry.line
        placed.append(Placed(entry, zone))
    return placed


def _zone(entry: Entry, zone: Zone, *, gap: bool) -> Zone:
    text = bare(entry.value)
    if zone is Zone.SIGNED:
        return Zone.SIGNED
    if not entry.label and text in vocabulary()["sign_off"]["says"]:
        return Zone.SIGNED
    if begins_block(entry) and entry.said:
        return Zone.SOMEBODY_ELSE
    if entry.label == RECORD:
        return Zone.RECORD
    if not entry.label and _DEAR.match(entry.value):
        return Zone.BODY
    if zone is Zone.SOMEBODY_ELSE:
        if entry.label in _ABOUT or (gap and entry.label in (*_WHO, "address", "mobile")):
            return Zone.PERSON
        return Zone.BODY if gap and len(entry.value) > 60 else zone
    if zone is Zone.RECORD:
        return Zone.PERSON if entry.label in _ABOUT else zone
    if zone is Zone.HEAD and entry.label in _WHO | {"words"}:
        return Zone.PERSON
    return zone


def bare(text: str) -> str:
    return " ".join(re.findall(r"[\w’']+", text.casefold()))
