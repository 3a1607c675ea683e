"""What one entry of the story says, and how it is put together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from linkwell.web.design.parts import Side

PAPER, TO_COME, DISPUTED, RESTRICTED = "minor", "soon", "unk", "restricted"


@dataclass(frozen=True)
class Told:
    """One entry: `kind` is empty for what people did, else PAPER, TO_COME, DISPUTED, RESTRICTED.

    `words` are the person's own, and wear the clay line. `link` leads on: (label, address).
    """

    title: str
    text: str = ""
    kind: str = ""
    words: str = ""
    link: tuple[str, str] | None = None
    sides: tuple[Side, ...] = ()  # two accounts that differ, side by side


@dataclass(frozen=True)
class Context:
    """What a teller may ask besides the event's own data: names and words, by id of the row.

    Filled for one person by the page, in as many questions as there are kinds of row.
    """

    names: Mapping[UUID, str] = field(default_factory=dict)  # what was offered, partners, members
    words: Mapping[UUID, str] = field(default_factory=dict)  # what the person said, by contact
    referred: Mapping[UUID, str] = field(default_factory=dict)  # by whom, in which words
    concerns: frozenset[UUID] = frozenset()  # that whoever reads may open
    before: Mapping[UUID, UUID] = field(default_factory=dict)  # the story it was first taken on in
    danger: Mapping[UUID, str] = field(default_factory=dict)  # what was said, what was found


Teller = Callable[[UUID, dict[str, Any], Context], Told]
