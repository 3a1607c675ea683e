"""The list of what keeps the directory true: what groups say that waits for a curator, groups that
somebody told us of, and whom to ring."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.queries import organisation
from linkwell.access.rules import TEAM, Actor, Permission, Role, may
from linkwell.directory.actions.adding import add_group, refuse_group
from linkwell.directory.actions.asking import nobody_answered
from linkwell.directory.actions.asking import rang as has_rung
from linkwell.directory.actions.edits import accept_edit, refuse_edit, settle_edit
from linkwell.directory.comparing import count_open
from linkwell.directory.freshness import Part
from linkwell.directory.keeping import NewGroup
from linkwell.directory.queries import listed
from linkwell.directory.rules import Listing
from linkwell.directory.waiting import (
    ToRing,
    conflicts,
    to_ring,
    waiting_edits,
    waiting_groups,
)
from linkwell.kernel.errors import InputAtFault
from linkwell.web.design.words import counted, day, short_day
from linkwell.web.doors import page
from linkwell.web.entry_words import told_of
from linkwell.web.link_worker.keeping import SaidLine, said_lines
from linkwell.web.nav import nav_for
from linkwell.web.pages import PageData
from linkwell.web.people_words import sentence

_CURATORS = (Role.SUPERVISOR, Role.MANAGER)
_ASKED = [part for part in Part if part is not Part.ROOM]


@dataclass(frozen=True)
class NewLine:
    """A group that somebody told us of. Its organiser's number is shown to link workers."""

    name: str
    facts: tuple[tuple[str, str], ...]
    private_phone: str
    since: str
    flagged: bool
    yes: str
    no: str


@dataclass(frozen=True)
class RingLine:
    """A call that is owed, and the parts to ask about."""

    name: str
    href: str
    phone: str
    since: str
    key: str
    parts: tuple[tuple[str, str], ...]  # the code of each part, and what to read out of it
    rang: str
    nobody: str


@dataclass(frozen=True, kw_only=True)
class WaitingPage(PageData):
    template: ClassVar[str] = "link_worker/waiting.jinja"

    says: tuple[SaidLine, ...]
    new: tuple[NewLine, ...]
    ring: tuple[RingLine, ...]
    decides: bool
    rings: bool
    add: str
    lists: str  # for whoever brings lists in
    twice: str  # how many pairs may be one group, in words; empty where none or not decided here
    twice_href: str


@page(*TEAM, Role.MANAGER)
def waiting(request: HttpRequest, actor: Actor) -> WaitingPage:
    rings = not TEAM.isdisjoint(actor.roles())
    return WaitingPage(
        title="Keep the directory true",
        nav=nav_for(actor, "entries-waiting"),
        says=said_lines([*waiting_edits(), *conflicts()], actor),
        new=tuple(_new(row, rings=rings) for row in waiting_groups()),
        ring=tuple(_rings()) if rings else (),
        decides=may(actor, Permission.DECIDE_ENTRY),
        rings=rings,
        add=reverse("add-group"),
        lists=reverse("lists") if may(actor, Permission.BRING_LIST) else "",
        twice=_twice(actor),
        twice_href=reverse("entries-twice"),
    )


def _twice(actor: Actor) -> str:
    waiting = count_open() if may(actor, Permission.DECIDE_ENTRY) else 0
    pairs = "pair of entries may be one group", "pairs of entries may be one group"
    return sentence(counted(waiting, *pairs)) if waiting else ""


def _new(row: NewGroup, *, rings: bool) -> NewLine:
    told = (
        ("What happens", row.description),
        ("When", row.hours),
        ("Where", row.postcode),
        ("Who may come", row.eligibility),
        ("How to join", row.application_process),
    )
    return NewLine(
        name=row.name,
        facts=told,
        private_phone=row.organiser_phone if rings else "",
        since=f"since {day(row.told_at.date())}",
        flagged=row.flagged,
        yes=reverse("new-group-add", args=[row.pk]),
        no=reverse("new-group-refuse", args=[row.pk]),
    )


def _rings() -> Iterator[RingLine]:
    calls = to_ring()
    stand = {one.service_id: one.listing for one in listed(row.service_id for row in calls)}
    for row in calls:
        yield _ring(row, stand[row.service_id])


def _ring(row: ToRing, listing: Listing) -> RingLine:
    told = ((part, ", ".join(told_of(part, listing)) or "not known") for part in _ASKED)
    tried = f"; nobody answered on {short_day(row.tried_on)}" if row.tried_on else ""
    return RingLine(
        name=row.entry,
        href=reverse("entry", args=[row.service_id]),
        phone=row.phone,
        since=f"since {short_day(row.since)}{tried}",
        key=str(row.asking_id),
        parts=tuple((part.value, f"{part.label}: {words}") for part, words in told),
        rang=reverse("asking-rang", args=[row.asking_id]),
        nobody=reverse("asking-nobody", args=[row.asking_id]),
    )


def _done(request: HttpRequest, act: Callable[[], UUID], said: str) -> HttpResponse:
    """Do it, say so, and go back to where it was pressed."""
    service_id = None
    try:
        service_id = act()
        messages.success(request, said)
    except InputAtFault as fault:
        messages.warning(request, f"Nothing was changed. {fault.sentence}.")
    if service_id is not None and request.POST.get("from") == "entry":
        return redirect("entry", service_id=service_id)
    return redirect("entries-waiting")


@page(*_CURATORS, methods=("POST",))
def accept(request: HttpRequest, actor: Actor, edit_id: UUID) -> HttpResponse:
    """It stands in the entry from now on."""
    said = "Taken over. The group sees it on its page."
    return _done(request, lambda: accept_edit(edit_id, by=actor).service_id, said)


@page(*_CURATORS, methods=("POST",))
def refuse(request: HttpRequest, actor: Actor, edit_id: UUID) -> HttpResponse:
    """It does not, and the group reads why."""
    why = request.POST.get("reason", "")[:300]
    said = "Refused. The group reads why on its page."
    return _done(request, lambda: refuse_edit(edit_id, why, by=actor).service_id, said)


@page(*_CURATORS, methods=("POST",))
def keep(request: HttpRequest, actor: Actor, edit_id: UUID) -> HttpResponse:
    """The group's word stays, though its list says otherwise."""
    said = "The group’s word stays."
    return _done(request, lambda: settle_edit(edit_id, keep=True, by=actor).service_id, said)


@page(*_CURATORS, methods=("POST",))
def take_the_lists(request: HttpRequest, actor: Actor, edit_id: UUID) -> HttpResponse:
    """What its list says counts from now on."""
    said = "The list’s word counts from now on."
    return _done(request, lambda: settle_edit(edit_id, keep=False, by=actor).service_id, said)


@page(*TEAM, methods=("POST",))
def rang(request: HttpRequest, actor: Actor, asking_id: UUID) -> HttpResponse:
    """The group was rung, and this of it is right."""
    ticked = request.POST.getlist("parts")
    parts = [part for part in _ASKED if part.value in ticked]
    name = organisation(actor.organisations(*TEAM)[0]).name

    def act() -> UUID:
        return has_rung(asking_id, parts, said_by=name, by=actor).service_id

    return _done(request, act, "Written down, with today’s date.")


@page(*TEAM, methods=("POST",))
def nobody(request: HttpRequest, actor: Actor, asking_id: UUID) -> HttpResponse:
    """Nobody answered: it is tried again another day."""
    said = "Written down. It stands last on the list now."
    return _done(request, lambda: nobody_answered(asking_id, by=actor).service_id, said)


@page(*_CURATORS, methods=("POST",))
def add(request: HttpRequest, actor: Actor, new_group_id: UUID) -> HttpResponse:
    """The group is in the directory from now on."""

    def act() -> UUID:
        row = add_group(new_group_id, by=actor)
        assert row.service_id is not None
        return row.service_id

    return _done(request, act, "It is in the directory now, for everybody.")


@page(*_CURATORS, methods=("POST",))
def refuse_new(request: HttpRequest, actor: Actor, new_group_id: UUID) -> HttpResponse:
    """It does not come in; the number that was given with it is forgotten."""
    why = request.POST.get("reason", "")[:300]
    said = "Refused. The organiser’s number is forgotten."
    return _done(request, lambda: refuse_group(new_group_id, why, by=actor).pk, said)
