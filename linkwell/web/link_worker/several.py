"""An entry of several lists, for those who know the group: which lists name it, whose word stands
in each part, and where they differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from linkwell.directory.joining import Unit, Word, differing
from linkwell.directory.one_group import OfList
from linkwell.directory.rules import ReferralRoute
from linkwell.web.design.words import short_day
from linkwell.web.entry_words import WAYS_IN
from linkwell.web.link_worker.keeping import NOTHING, Side

THE_GROUP = "The group itself"


@dataclass(frozen=True)
class Stands:
    """Parts in which one of them has the word."""

    who: str
    what: str


@dataclass(frozen=True)
class Differs:
    """A part in which they say different things: what stands first, then the others."""

    label: str
    sides: tuple[Side, ...]


@dataclass(frozen=True)
class Several:
    """Nothing, where an entry is of one list."""

    lists: tuple[Stands, ...] = ()  # each list, with the name there and the day
    stands: tuple[Stands, ...] = ()
    differs: tuple[Differs, ...] = ()


def several_of(words: Sequence[Word], lists: Sequence[OfList]) -> Several:
    if not words:
        return Several()
    whose = {one.service_id: one.publisher for one in lists}
    return Several(
        lists=tuple(Stands(one.publisher, _as_there(one.name, one.checked_on)) for one in lists),
        stands=tuple(_stand(words, whose)),
        differs=tuple(
            Differs(unit.label, tuple(_sides(some, whose)))
            for unit, some in differing(words).items()
        ),
    )


def _as_there(name: str, checked: date | None) -> str:
    return f"{name}, checked {short_day(checked)}" if checked else name


def _stand(words: Sequence[Word], whose: dict[UUID, str]) -> Iterator[Stands]:
    """Said once of each of them, in the order in which it is told."""
    by_speaker: dict[str, list[str]] = {}
    for word in words:
        if word.stands and word.text:
            by_speaker.setdefault(_who(word, whose), []).append(word.unit.label.lower())
    for who, labels in by_speaker.items():
        yield Stands(who, ", ".join(labels))


def _sides(words: Sequence[Word], whose: dict[UUID, str]) -> Iterator[Side]:
    told = set[str]()
    for word in words:
        side = Side(_who(word, whose), in_words(word.unit, word.text))
        if word.stands:
            side = Side(f"{side.who} (stands)", side.what)
        if str(side) not in told:
            told.add(str(side))
            yield side


def _who(word: Word, whose: dict[UUID, str]) -> str:
    return THE_GROUP if word.by_group else whose.get(word.service_id, NOTHING)


def in_words(unit: Unit, text: str) -> str:
    if unit is Unit.WAY_IN and text in set(ReferralRoute):
        return WAYS_IN[ReferralRoute(text)]
    return text or NOTHING
