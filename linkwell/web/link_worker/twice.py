"""Entries that may be one group, side by side, for those who decide; and what was joined, to take
apart again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.rules import Actor, Role
from linkwell.directory.actions.pairs import join_pair, take_apart, tell_apart
from linkwell.directory.comparing import Suspected, joined_pairs, open_pairs
from linkwell.directory.joining import Member, Unit, agree, texts_of
from linkwell.directory.one_group import lists_of
from linkwell.directory.queries import listed, places_of
from linkwell.directory.twins import Band, Factor, Reason, band_of
from linkwell.kernel.geography import in_miles
from linkwell.web.design.words import counted, short_day
from linkwell.web.doors import page
from linkwell.web.link_worker.keeping import Side
from linkwell.web.link_worker.several import in_words
from linkwell.web.nav import nav_for
from linkwell.web.pages import PageData
from linkwell.web.people_words import sentence

_CURATORS = (Role.SUPERVISOR, Role.MANAGER)
_SHOWN = 10  # at once: who has decided these sees the next ones
_JOINED = 20
_BANDS = {
    Band.SURELY: ("yes", "check", "Surely one group"),
    Band.PERHAPS: ("unknown", "q", "Perhaps one group"),
}
REASONS: Mapping[Factor, str] = {
    Factor.NAME: "Their names are alike",
    Factor.NAME_IS_RUNNER: "One is named as whoever runs the other",
    Factor.RUN_BY: "The same organisation runs them",
    Factor.POSTCODE: "The same postcode",
    Factor.NEAR: "The same door, or the next",
    Factor.PHONE: "The same phone number",
    Factor.EMAIL: "The same e-mail address",
    Factor.SITE: "The same page on the web",
    Factor.HOST: "The same website",
    Factor.OWN_WORDS: "Each name has a word that the other has not",
    Factor.TELLING_WORDS: "A word that tells groups apart: a place, a day, whom it is for",
    Factor.FAR: "They are far apart",
    Factor.DAYS: "They are on other days",
    Factor.AGES: "They are for other ages",
    Factor.ONE_LIST: "One list names both",
}


@dataclass(frozen=True)
class TwiceRow:
    """One part, as each of the two says it; once, where both say the same (`same`) or one of them
    says nothing (None)."""

    label: str
    sides: tuple[Side, ...]
    same: bool | None


@dataclass(frozen=True)
class TwiceSide:
    """One of the two, and the list that it is from."""

    name: str
    publisher: str
    stays: str  # where to say that they are one, and this one stays


@dataclass(frozen=True)
class TwiceReason:
    points: str
    text: str


@dataclass(frozen=True)
class TwicePair:
    sides: tuple[TwiceSide, TwiceSide]
    tag: tuple[str, str, str]
    score: int
    reasons: tuple[TwiceReason, ...]
    rows: tuple[TwiceRow, ...]
    different: str


@dataclass(frozen=True)
class JoinedPair:
    stays: str
    other: str
    by: str
    apart: str


@dataclass(frozen=True, kw_only=True)
class TwicePage(PageData):
    template: ClassVar[str] = "link_worker/twice.jinja"

    how_many: str
    pairs: tuple[TwicePair, ...]
    joined: tuple[JoinedPair, ...]
    back: str


@page(*_CURATORS)
def twice(request: HttpRequest, actor: Actor) -> TwicePage:
    waiting = open_pairs()
    shown = waiting[:_SHOWN]
    members = _members(shown)
    return TwicePage(
        title="One group, named twice?",
        nav=nav_for(actor, "entries-waiting"),
        how_many=_how_many(len(waiting)),
        pairs=tuple(_pair(one, members) for one in shown),
        joined=tuple(map(_joined, joined_pairs(_JOINED))),
        back=reverse("entries-waiting"),
    )


def _how_many(count: int) -> str:
    if not count:
        return ""
    pairs = sentence(counted(count, "pair waits", "pairs wait"))
    return f"{pairs}. Here are the {_SHOWN} surest." if count > _SHOWN else f"{pairs}."


def _members(pairs: list[Suspected]) -> Mapping[UUID, Member]:
    ids = {one for pair in pairs for one in (pair.first, pair.second)}
    places, lists = places_of(ids), lists_of(ids)
    whose = {of.service_id: of.publisher for some in lists.values() for of in some}
    return {
        one.service_id: Member(
            one.service_id,
            whose.get(one.service_id, ""),
            one.listing,
            tuple(places[one.service_id]),
        )
        for one in listed(ids)
    }


def _pair(pair: Suspected, members: Mapping[UUID, Member]) -> TwicePair:
    left, right = members[pair.first], members[pair.second]
    band = band_of(pair.score) or Band.PERHAPS
    return TwicePair(
        sides=(_side(pair, left), _side(pair, right)),
        tag=_BANDS[band],
        score=pair.score,
        reasons=tuple(map(_reason, sorted(pair.reasons, key=lambda one: -one.points))),
        rows=tuple(_rows(left, right)),
        different=reverse("pair-different", args=[pair.pair_id]),
    )


def _side(pair: Suspected, one: Member) -> TwiceSide:
    stays = reverse("pair-same", args=[pair.pair_id, one.service_id])
    return TwiceSide(one.listing.name, one.publisher, stays)


def _reason(one: Reason) -> TwiceReason:
    text = REASONS[one.factor]
    if one.factor is Factor.FAR and one.number is not None:
        text = f"They are {in_miles(one.number)} apart"
    return TwiceReason(f"{one.points:+}".replace("-", "−"), text)


def _rows(left: Member, right: Member) -> Iterator[TwiceRow]:
    mine, theirs = texts_of(left), texts_of(right)
    for unit in Unit:
        one, other = mine.get(unit, ""), theirs.get(unit, "")
        if unit is Unit.NAME or not (one or other):
            continue
        same = agree(unit, one, other) if one and other else None
        said = zip((left.publisher, right.publisher), (one, other), strict=True)
        sides = tuple(Side(who, in_words(unit, text)) for who, text in said if text)
        yield TwiceRow(unit.label, sides[:1] if same else sides, same)


def _joined(pair: Suspected) -> JoinedPair:
    first, second = pair.names
    stays, other = (first, second) if pair.stays == pair.first else (second, first)
    on = short_day(pair.decided_on) if pair.decided_on else ""
    by = f"{sentence(pair.decided_by)}, {on}"
    return JoinedPair(stays, other, by, reverse("pair-apart", args=[pair.pair_id]))


@page(*_CURATORS, methods=("POST",))
def same(request: HttpRequest, actor: Actor, pair_id: UUID, service_id: UUID) -> HttpResponse:
    """They are one group, and this one of the two entries tells of it from now on."""
    join_pair(pair_id, stays=service_id, by=actor)
    messages.success(
        request, "They stand as one from now on. Nothing was lost: you can take them apart below."
    )
    return redirect("entries-twice")


@page(*_CURATORS, methods=("POST",))
def different(request: HttpRequest, actor: Actor, pair_id: UUID) -> HttpResponse:
    """They are two, and nobody is asked again while they say what they say."""
    tell_apart(pair_id, by=actor)
    messages.success(request, "Written down: two groups. Nobody is asked again unless they change.")
    return redirect("entries-twice")


@page(*_CURATORS, methods=("POST",))
def apart(request: HttpRequest, actor: Actor, pair_id: UUID) -> HttpResponse:
    """Each stands by itself again, as if they never had been joined."""
    take_apart(pair_id, by=actor)
    messages.success(request, "Taken apart. Each stands as if they had never been joined.")
    return redirect("entries-twice")
