"""Keeping an entry true with its group: what it says by its link, beside what we say; the link
itself; and the organiser's own number."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.links import address_of
from linkwell.access.rules import TEAM, Actor, LinkPurpose, Permission, may
from linkwell.directory.actions.providing import close_links_to_entry, give_entry_link
from linkwell.directory.edits import EditField
from linkwell.directory.one_group import the_one
from linkwell.directory.queries import entry_name
from linkwell.directory.rules import EditState, ReferralRoute
from linkwell.directory.waiting import Said, for_link_workers, open_edits
from linkwell.web.design.words import counted, day
from linkwell.web.doors import page
from linkwell.web.entry_words import WAYS_IN
from linkwell.web.nav import nav_for
from linkwell.web.pages import PageData
from linkwell.web.people_words import sentence

NOTHING = "Nothing"
_SHOW_ONCE = "new-entry-link"  # in the session: the entry and its token, until the next page


@dataclass(frozen=True)
class Side:
    """What one of two says."""

    who: str
    what: str


@dataclass(frozen=True)
class SaidLine:
    """One field as a group says it, beside what we say, or what its list says now; and where a
    curator decides, with one press. `no` is where to refuse, with a reason."""

    entry: str
    href: str
    field: str
    sides: tuple[Side, ...]
    since: str
    flagged: bool
    yes: str
    yes_label: str
    no: str
    no_label: str
    asks_why: bool


@dataclass(frozen=True)
class Keeping:
    said: tuple[SaidLine, ...]
    decides: bool
    private_phone: str
    give: str
    close: str
    links: str  # how many are open, in words; empty where none is


@dataclass(frozen=True, kw_only=True)
class EntryLinkPage(PageData):
    template: ClassVar[str] = "link_worker/entry_link.jinja"
    window: ClassVar[str] = "A link for a group"

    group: str
    address: str
    back: str


def keeping_of(service_id: UUID, actor: Actor) -> Keeping:
    own, this = for_link_workers(service_id), [service_id]
    return Keeping(
        said=said_lines(open_edits(service_id), actor),
        decides=may(actor, Permission.DECIDE_ENTRY),
        private_phone=own.private_phone,
        give=reverse("entry-give-link", args=this),
        close=reverse("entry-close-links", args=this),
        links=sentence(counted(own.links, "link is open", "links are open")) if own.links else "",
    )


def said_lines(rows: Iterable[Said], actor: Actor) -> tuple[SaidLine, ...]:
    opens = not TEAM.isdisjoint(actor.roles())
    return tuple(_said_line(row, opens=opens) for row in rows)


def _said_line(row: Said, *, opens: bool) -> SaidLine:
    waits, this = row.state is EditState.WAITING, [row.edit_id]
    ours = Side("We say", in_words(row.field, row.was))
    if not waits:
        ours = Side("Its list says now", in_words(row.field, row.against or ""))
    return SaidLine(
        entry=row.entry,
        href=reverse("entry", args=[row.service_id]) if opens else "",
        field=row.field.label,
        sides=(ours, Side("The group says", in_words(row.field, row.value))),
        since=f"since {day(row.made_at.date())}",
        flagged=row.flagged,
        yes=reverse("edit-accept" if waits else "edit-keep", args=this),
        yes_label="Take it over" if waits else "Keep the group’s word",
        no=reverse("edit-refuse" if waits else "edit-list", args=this),
        no_label="Refuse" if waits else "Take the list’s word",
        asks_why=waits,
    )


def in_words(field: EditField, text: str) -> str:
    """A value as one reads it."""
    if field is EditField.WAY_IN and text:
        return WAYS_IN[ReferralRoute(text)]
    if field in (EditField.FREE, EditField.STEP_FREE) and text:
        return text.capitalize()
    return text or NOTHING


@page(*TEAM, methods=("GET", "POST"))
def give_link(request: HttpRequest, actor: Actor, service_id: UUID) -> EntryLinkPage | HttpResponse:
    """A new link for the group to keep its entry. It is shown this once."""
    service_id = the_one(service_id)
    name = entry_name(service_id)
    if request.method == "POST":
        link = give_entry_link(service_id, by=actor)
        request.session[_SHOW_ONCE] = [str(service_id), link.token]
        return redirect("entry-give-link", service_id=service_id)
    whose, token = request.session.pop(_SHOW_ONCE, ("", ""))
    if whose != str(service_id):
        return redirect("entry", service_id=service_id)
    origin = request.build_absolute_uri("/").rstrip("/")
    return EntryLinkPage(
        title="A link for the group",
        nav=nav_for(actor, "entries-waiting"),
        group=name,
        address=address_of(LinkPurpose.ENTRY, token, origin=origin),
        back=reverse("entry", args=[service_id]),
    )


@page(*TEAM, methods=("POST",))
def close_links(request: HttpRequest, actor: Actor, service_id: UUID) -> HttpResponse:
    """No link to this entry opens anything any more."""
    closed = close_links_to_entry(the_one(service_id), by=actor)
    messages.success(request, f"Closed: {counted(closed, 'link', 'links')}.")
    return redirect("entry", service_id=service_id)
