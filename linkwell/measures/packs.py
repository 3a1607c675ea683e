"""The packs of questions, read from `items/*.toml`. A pack without a licence is refused.

Questions that may not be shipped (SWEMWBS, EQ-5D, PAM and others) are not here: a service that
holds the licence adds a file.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

PULSE = "pulse"
PULSE_ANSWERS = {0: "Not at all", 1: "A little", 2: "Somewhat", 3: "Mostly", 4: "Completely"}


@dataclass(frozen=True)
class Item:
    """One question. `answers`: value -> words; a bare scale has numbers as words."""

    id: str
    text: str
    answers: Mapping[int, str]
    better: str = ""  # higher, lower; empty where neither is said
    contacts: tuple[int, int] = (1, 99)
    after: str = ""


@dataclass(frozen=True)
class Pack:
    id: str
    title: str
    licence: str
    credit: str
    source: str
    intro: str
    scoring: str  # each, sum
    items: tuple[Item, ...]
    sum_of: tuple[str, ...] = ()
    sum_label: str = ""

    def item(self, item_id: str) -> Item:
        return next(item for item in self.items if item.id == item_id)


@lru_cache(maxsize=1)
def packs() -> Mapping[str, Pack]:
    """Every pack, by its id."""
    found = {}
    for path in sorted(files(__package__).joinpath("items").iterdir(), key=lambda one: one.name):
        if path.name.endswith(".toml"):
            pack = read_pack(path.read_text(), name=path.name)
            found[pack.id] = pack
    return found


def offered() -> tuple[Pack, ...]:
    """The packs that are offered by name; pulses are drawn."""
    return tuple(pack for pack in packs().values() if pack.id != PULSE)


def read_pack(text: str, *, name: str) -> Pack:
    """A pack from its file. ValueError, naming what is missing, for one that cannot be shipped."""
    data = tomllib.loads(text)
    for key in ("id", "title", "licence", "source", "intro", "scoring", "items"):
        if not data.get(key):
            raise ValueError(f"{name}: says no {key}.")
    items = tuple(_item(row, pulse=data["id"] == PULSE) for row in data["items"])
    known = {item.id for item in items}
    summed = tuple(data.get("sum_of", ()))
    if not set(summed) <= known or (data["scoring"] == "sum") != bool(summed):
        raise ValueError(f"{name}: says no sum of its own questions.")
    return Pack(
        id=data["id"],
        title=data["title"],
        licence=data["licence"],
        credit=data.get("credit", ""),
        source=data["source"],
        intro=data["intro"],
        scoring=data["scoring"],
        items=items,
        sum_of=summed,
        sum_label=data.get("sum_label", ""),
    )


def _item(row: dict[str, Any], *, pulse: bool) -> Item:
    if pulse:
        answers = PULSE_ANSWERS
    elif "options" in row:
        answers = {int(value): str(words) for value, words in row["options"].items()}
    else:
        answers = {value: str(value) for value in range(row["highest"] + 1)}
    first, last = row.get("contacts", (1, 99))
    return Item(
        id=row["id"],
        text=row["text"],
        answers=answers,
        better=row.get("better", ""),
        contacts=(first, last),
        after=row.get("after", ""),
    )
