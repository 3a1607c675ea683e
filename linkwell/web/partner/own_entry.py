"""A group reads what we say of it, without an account, and says whether it is still right."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.rules import Actor, LinkPurpose
from linkwell.directory.actions.providing import change_entry, still_right, we_have_closed
from linkwell.directory.freshness import Part, Source, Trouble
from linkwell.directory.one_group import the_one
from linkwell.directory.queries import Entry, entry, has_several_places
from linkwell.directory.rules import EditState, is_public
from linkwell.directory.waiting import Said, said_by_group
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, NotThere
from linkwell.kernel.ids import UUID
from linkwell.web.design.words import day
from linkwell.web.doors import link_door, page
from linkwell.web.entry_words import told_of
from linkwell.web.link_worker.keeping import in_words
from linkwell.web.pages import PageData
from linkwell.web.partner.own_entry_forms import OwnEntryForm, form_of

_TOLD_FOR = timedelta(days=90)  # what became of it stays on the page that long

open_entry_link = link_door(
    LinkPurpose.ENTRY,
    leads_to="own-entry",
    title="Is what we say of your group still right?",
    text="Link workers and the public find your group by it. You need no account.",
    button="Read what we say",
)


@dataclass(frozen=True)
class OwnPart:
    label: str
    told: tuple[str, ...]
    since: str


@dataclass(frozen=True)
class OwnSaid:
    """What the group said, and what became of it."""

    field: str
    value: str
    tag: tuple[str, str, str]
    reason: str


@dataclass(frozen=True, kw_only=True)
class OwnEntryPage(PageData):
    template: ClassVar[str] = "partner/own_entry.jinja"
    audience: ClassVar[str] = "people"

    group: str
    organisation: str
    about: str
    closed: bool
    full: str
    parts: tuple[OwnPart, ...]
    says: tuple[OwnSaid, ...]
    change: str
    close: str
    public: str  # where everybody reads it; empty where nobody does


@dataclass(frozen=True, kw_only=True)
class OwnClosedPage(PageData):
    template: ClassVar[str] = "partner/own_closed.jinja"
    audience: ClassVar[str] = "people"

    group: str
    back: str


@dataclass(frozen=True, kw_only=True)
class OwnChangePage(PageData):
    template: ClassVar[str] = "partner/own_change.jinja"
    audience: ClassVar[str] = "people"

    group: str
    form: OwnEntryForm
    several: bool
    back: str


@page(LinkPurpose.ENTRY, methods=("GET", "POST"))
def own_entry(request: HttpRequest, actor: Actor) -> OwnEntryPage | HttpResponse:
    """Part by part what we say and since when; one press says that all of it is right."""
    service_id = _entry_of(actor)
    if request.method == "POST":
        still_right(by=actor)
        messages.success(request, "Thank you. It is written down, with today’s date.")
        return redirect("own-entry")
    known, today = entry(service_id, of=()), clock.today()
    it = known.listed.listing
    full = next((one for one in it.found if one.what is Trouble.FULL and one.counts), None)
    shown = is_public(it, today)
    return OwnEntryPage(
        title="Is this still right?",
        group=it.name,
        organisation="" if it.organization == it.name else it.organization,
        about=it.description,
        closed=any(one.what is Trouble.CLOSED for one in it.found),
        full=f"We say that you are full until {day(full.until)}." if full else "",
        parts=tuple(_parts(known)),
        says=tuple(map(_said, said_by_group(service_id, since=clock.now() - _TOLD_FOR))),
        change=reverse("own-entry-change"),
        close=reverse("own-entry-closed"),
        public=reverse("group", args=[service_id]) if shown else "",
    )


def _parts(known: Entry) -> Iterator[OwnPart]:
    for part in Part:
        said = known.checks.get(part)
        since = ""
        if said is not None:
            told = "You told us" if said.source is Source.PROVIDER else "Last checked"
            since = f"{told} on {said.on.day} {said.on:%B %Y}"
        yield OwnPart(part.label, told_of(part, known.listed.listing), since)


_BECAME = {
    EditState.WAITING: ("unknown", "clock", "Somebody looks at it first"),
    EditState.STANDING: ("yes", "check", "It counts"),
    EditState.REFUSED: ("stop", "alert", "Not taken over"),
}


def _said(row: Said) -> OwnSaid:
    return OwnSaid(row.field.label, in_words(row.field, row.value), _BECAME[row.state], row.reason)


@page(LinkPurpose.ENTRY, methods=("GET", "POST"))
def closed(request: HttpRequest, actor: Actor) -> OwnClosedPage | HttpResponse:
    """Asked once more; then nobody is shown it."""
    service_id = _entry_of(actor)
    if request.method == "POST":
        we_have_closed(by=actor)
        messages.success(request, "Thank you for telling us. Nobody is shown it any more.")
        return redirect("own-entry")
    name = entry(service_id, of=()).listed.listing.name
    return OwnClosedPage(title="Has it closed?", group=name, back=reverse("own-entry"))


@page(LinkPurpose.ENTRY, methods=("GET", "POST"))
def change(request: HttpRequest, actor: Actor) -> OwnChangePage | HttpResponse:
    """All of it in one form; only what is different is written down."""
    service_id = _entry_of(actor)
    listing = entry(service_id, of=()).listed.listing
    several = has_several_places(service_id)
    form = form_of(request.POST if request.method == "POST" else None, listing, several=several)
    if form.is_bound and form.is_valid() and _changed(request, form, actor):
        return redirect("own-entry")
    return OwnChangePage(
        title="Change what we say",
        group=listing.name,
        form=form,
        several=several,
        back=reverse("own-entry"),
    )


def _changed(request: HttpRequest, form: OwnEntryForm, actor: Actor) -> bool:
    try:
        until = form.cleaned_data["full_until"]
        counted, waiting = change_entry(form.changes(), full_until=until, by=actor)
    except InputAtFault as fault:
        form.add_error(None, fault.sentence)
        return False
    said = "Thank you." + (" It counts from now on." if counted or until else "")
    if waiting:
        said += " Part of it is looked at first. You see here what becomes of it."
    messages.success(request, said)
    return True


def _entry_of(actor: Actor) -> UUID:
    if actor.about_id is None:
        raise NotThere
    return the_one(actor.about_id)
