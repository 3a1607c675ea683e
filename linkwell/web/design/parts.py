"""What the macros of `components.jinja` are given: one small frozen dataclass for each part."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Act:
    """One thing to do, named for the act: a link (`href`) or a button that posts (`post`)."""

    label: str
    href: str = ""
    post: str = ""


@dataclass(frozen=True)
class Notice:
    """What is said once, above the next page: something was done, or somebody is warned."""

    sentence: str
    warns: bool = False


@dataclass(frozen=True, kw_only=True)
class NextAction:
    """A row: when (or an icon, with `when` as its word), who, what, and why it is here."""

    when: str
    name: str
    href: str
    meta: str
    why: str
    because: str
    act: Act | None
    icon: str = ""
    key: str = ""
    now: bool = False
    more: str = ""


@dataclass(frozen=True)
class Tab:
    label: str
    href: str
    count: int | None = None
    here: bool = False


@dataclass(frozen=True, kw_only=True)
class PersonCard:
    """Who a page is about. `contact` is how to reach them safely, once somebody has asked.

    `by` and `need_icon` name icons: how one reaches them, and what helps. `hidden`: the address.
    `careful`: who must not be told. `gone`: why nobody rings them any more.
    """

    name: str
    href: str = ""
    age: str = ""
    gone: str = ""
    contact: str = ""
    by: str = "phone"
    need: str = ""
    need_icon: str = "ear"
    hidden: bool = False
    careful: str = ""
    next: str = ""


@dataclass(frozen=True)
class Reason:
    """Points that a service got, and for what. May be below zero."""

    points: int
    text: str


@dataclass(frozen=True)
class Hidden:
    """How many are not shown for one reason; `href` shows which."""

    reason: str
    count: int
    href: str = ""


@dataclass(frozen=True)
class Part:
    """A part of a whole. kind: 1 to 4, n (no), u (not known), d (disputed)."""

    label: str
    amount: float
    kind: str
    shown: str = ""


@dataclass(frozen=True)
class CountRow:
    """A row of numbers; None is "not known", never a blank."""

    heading: str
    cells: tuple[Any, ...]
    note: str = ""


@dataclass(frozen=True)
class Step:
    """One of the five steps. state: done, unk (not known), or nothing while it is to come."""

    label: str
    note: str
    state: str = ""


@dataclass(frozen=True)
class Side:
    """One of two accounts that differ."""

    who: str
    what: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A big button: what it says, and what comes next."""

    value: str
    label: str
    note: str = ""
    icon: str = ""
    main: bool = False


@dataclass(frozen=True)
class Chip:
    label: str
    href: str
    on: bool = False


@dataclass(frozen=True)
class HelpLine:
    """A number to ring, and for what."""

    number: str
    what: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line that a partner will read, or that was left out."""

    key: str
    label: str
    text: str
    note: str = ""
    own_words: bool = False
    out: bool = False
