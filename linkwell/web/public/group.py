"""One group, for anybody: what is known, when it was checked, and what to expect."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.directory.freshness import Checked, Part, Source, Standing, Trouble, standing
from linkwell.directory.hours import told_hours
from linkwell.directory.queries import Entry, entry
from linkwell.directory.rules import Listing, LocationType, ReferralRoute, is_public
from linkwell.directory.sessions import days_off, next_session
from linkwell.kernel import clock
from linkwell.kernel.errors import NotThere
from linkwell.kernel.languages import language_name
from linkwell.web.design.words import moment
from linkwell.web.group_words import ages_of, cost_of, place_of, room_of
from linkwell.web.pages import PageData
from linkwell.web.people_words import sentence
from linkwell.web.public.door import anybody
from linkwell.web.public.first_visit import FirstVisit, first_visit
from linkwell.web.public.sessions import calendar_of

_JOIN = {
    ReferralRoute.OPEN: "Just turn up. Nobody needs to refer you.",
    ReferralRoute.SELF: "Ask them yourself. Nobody needs to refer you.",
    ReferralRoute.PROFESSIONAL: "Somebody has to refer you: your GP practice or a link worker.",
    ReferralRoute.VOUCHER: "You bring a voucher that an agency gives you. Ask who gives one.",
}
_WHO = {
    Source.PUBLISHER: "in the list of {}",
    Source.CURATOR: "by us",
    Source.LINK_WORKER: "by a link worker",
    Source.PROVIDER: "by the people who run it",
    Source.ATTENDANCE: "by somebody who went",
}


@dataclass(frozen=True, kw_only=True)
class GroupPage(PageData):
    template: ClassVar[str] = "public/group.jinja"
    audience: ClassVar[str] = "public"

    organisation: str
    about: str
    next: str
    hours: str
    calendar: str  # empty where no session is surely known
    doubt: str  # what is not confirmed of the whole, or found wrong; empty otherwise
    first: FirstVisit
    facts: tuple[tuple[str, str], ...]
    checks: tuple[tuple[str, str], ...]
    address: str
    phone: str
    email: str
    site: str
    back: str
    printed: str  # on paper: as of when


@anybody()
def group(request: HttpRequest, service_id: UUID) -> GroupPage | HttpResponse:
    """An entry that is one with another leads there; not for good, since that can be taken back."""
    known = _public(service_id)
    if (stays := known.listed.same_as) is not None:
        return redirect("group", service_id=stays)
    return _page(known, service_id)


@anybody()
def sessions(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """Its weekly sessions as a file for a calendar."""
    known = _public(service_id)
    if (stays := known.listed.same_as) is not None:
        return redirect("group-sessions", service_id=stays)
    listing = known.listed.listing
    if not listing.sessions:
        raise NotThere
    content = calendar_of(listing, service_id, clock.now(), place=place_of(listing))
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="sessions.ics"'
    return answer


def _public(service_id: UUID) -> Entry:
    """Where it is told of by another entry, that one decides what is shown."""
    known = entry(service_id, of=())
    if known.listed.same_as is None and not is_public(known.listed.listing, clock.today()):
        raise NotThere
    return known


def _page(known: Entry, service_id: UUID) -> GroupPage:
    it, today = known.listed.listing, clock.today()
    soon = next_session(it.sessions, clock.now())
    return GroupPage(
        title=it.name,
        organisation="" if it.organization == it.name else it.organization,
        about=it.description,
        next=_next(soon),
        hours=told_hours(it),
        calendar=reverse("group-sessions", args=[service_id]) if it.sessions else "",
        doubt=_doubt(it, standing(it.checked_on, it.found, today)),
        first=first_visit(it, soon, today),
        facts=tuple((label, told) for label, told in _facts(it)),
        checks=tuple(_checks(known)),
        address=place_of(it),
        phone=it.phone,
        email=it.email,
        site=it.url,
        back=reverse("find"),
        printed=f"As it stood on {today.day} {today:%B %Y}.",
    )


def _next(soon: datetime | None) -> str:
    return f"Next: {moment(soon)}" if soon else ""


def _doubt(it: Listing, stands: Standing) -> str:
    wrong = {one.what for one in it.found}
    if Trouble.FULL in wrong:
        return "It was full when somebody asked. Ring before you go."
    if Trouble.MOVED in wrong:
        return "It may have moved. Ask where it meets before you go."
    if Trouble.WRONG_NUMBER in wrong:
        return "The number may be wrong."
    if stands is Standing.NOT_CONFIRMED:
        return "Nobody has confirmed this for half a year or more. Ring before you go."
    return ""


def _facts(it: Listing) -> Iterator[tuple[str, str]]:
    """Each with what is known; empty says "not known", which is a fact too."""
    if off := days_off(it, clock.today()):
        yield "Not on", off
    yield "Cost", cost_of(it) or ""
    yield "Who for", ". ".join(filter(None, (ages_of(it), it.eligibility)))
    yield "Getting in", _getting_in(it)
    if it.languages:
        yield "Languages", ", ".join(language_name(code) for code in it.languages)
    yield "How to join", _JOIN.get(it.route, it.application_process)
    yield "Room", room_of(it) or ""


def _getting_in(it: Listing) -> str:
    where = it.where
    if where is None:
        return ""
    if where.kind is LocationType.VIRTUAL:
        return "By phone or online."
    steps = {True: "No steps.", False: "There are steps.", None: ""}[where.step_free]
    return where.accessibility or steps


def _checks(known: Entry) -> Iterator[tuple[str, str]]:
    """What was checked alike is said once."""
    said: dict[str, list[str]] = defaultdict(list)
    for part in Part:
        if part in known.checks:
            said[_said(known.checks[part])].append(part.label)
    for how, labels in said.items():
        yield sentence(", ".join(label.lower() for label in labels)), how


def _said(check: Checked) -> str:
    """Checked 14 May 2026 by the people who run it; of a visit, the week alone."""
    on = f"{check.on.day} {check.on:%B %Y}"
    day = f"in the week of {on}" if check.source is Source.ATTENDANCE else on
    return sentence(f"checked {day} {_WHO[check.source].format(check.by)}".rstrip())
