"""One entry of the directory, for those who know the group: what is right, what is wrong, and what
colleagues should know."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.queries import organisation
from linkwell.access.rules import TEAM, Actor
from linkwell.directory.actions.checking import (
    end_know_how,
    find_right,
    find_wrong,
    note_know_how,
)
from linkwell.directory.actions.suggestions import confirm_suggestion, refuse_suggestion
from linkwell.directory.freshness import (
    USUALLY,
    Checked,
    Part,
    Source,
    Standing,
    Sure,
    Trouble,
    how_sure,
    standing,
)
from linkwell.directory.hours import in_words
from linkwell.directory.prose.places import place_name
from linkwell.directory.prose.said import Field, read_session
from linkwell.directory.queries import Entry, ToDecide, entry, to_decide
from linkwell.directory.rules import Listing, ReferralRoute
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, NotThere
from linkwell.web.design.fields import Checkboxes, Choice, Text
from linkwell.web.design.forms import Form
from linkwell.web.design.words import day, short_day
from linkwell.web.doors import page
from linkwell.web.drafts import form_for
from linkwell.web.entry_words import WAYS_IN, said_by, told_of
from linkwell.web.link_worker.conversation_forms import day_said
from linkwell.web.link_worker.keeping import Keeping, keeping_of
from linkwell.web.link_worker.several import Several, several_of
from linkwell.web.nav import nav_for
from linkwell.web.pages import PageData
from linkwell.web.people_words import sentence

WRONG = {
    Trouble.WRONG_NUMBER: "Wrong number",
    Trouble.MOVED: "It has moved",
    Trouble.FULL: "Full",
    Trouble.CLOSED: "Closed",
}
FOUND = {
    Trouble.WRONG_NUMBER: "The number was wrong",
    Trouble.MOVED: "It has moved",
    Trouble.FULL: "Full",
    Trouble.CLOSED: "Closed",
}
SURE = {Sure.SURE: ("yes", "check"), Sure.LIKELY: ("", "clock"), Sure.ASK: ("unknown", "q")}
STANDING = {
    Standing.CONFIRMED: ("yes", "check", "Confirmed"),
    Standing.NOT_CONFIRMED: ("unknown", "q", "Not confirmed"),
    Standing.HIDDEN: ("stop", "alert", "Not shown to the public"),
}


class WrongForm(Form):
    """Until when; which of the buttons was pressed says what is wrong."""

    until = Text(
        "Until when?",
        max_length=40,
        width=10,
        hint="Such as Thursday or 28 May. Four weeks unless you say.",
        autocomplete="off",
    )

    def clean_until(self) -> Any:
        said = self.cleaned_data["until"]
        return day_said(said) if said else clock.today() + USUALLY


class RightForm(Form):
    """What somebody has made sure of."""

    button = "This is right"

    parts = Checkboxes(
        "I asked the group, or saw it. What is right?",
        [Choice(part, part.label) for part in Part],
        missing="Tick what is right",
    )


class KnowHowForm(Form):
    button = "Tell my colleagues"

    words = Text(
        "What should colleagues know?",
        max_length=300,
        missing="Write what your colleagues should know",
        hint="Such as: ask for the kitchen door. Never about somebody you support.",
    )


@dataclass(frozen=True)
class PartLine:
    """What stands there, how sure it is, and who said so when."""

    label: str
    told: tuple[str, ...]
    tag: tuple[str, str, str]
    by: str


@dataclass(frozen=True)
class KnowHowLine:
    words: str
    by: str
    over: str


@dataclass(frozen=True)
class Suggests:
    """What its own words seem to say, and where somebody says that it is so, or not."""

    what: str
    sentence: str
    yes: str
    no: str


@dataclass(frozen=True, kw_only=True)
class EntryPage(PageData):
    template: ClassVar[str] = "link_worker/entry.jinja"
    window: ClassVar[str] = "What we know of a group"

    organisation: str
    about: str
    standing: tuple[str, str, str]
    found: tuple[str, ...]
    parts: tuple[PartLine, ...]
    several: Several
    suggests: tuple[Suggests, ...]
    wrongs: tuple[tuple[str, str], ...]
    wrong: WrongForm
    right: RightForm
    know: KnowHowForm
    know_how: tuple[KnowHowLine, ...]
    keep: Keeping


@page(*TEAM, methods=("GET", "POST"))
def shown(request: HttpRequest, actor: Actor, service_id: UUID) -> PageData | HttpResponse:
    """What is known, part by part; three short forms, each with one press."""
    known = entry(service_id, of=actor.organisations(*TEAM))
    if (stays := known.listed.same_as) is not None and request.method == "GET":
        return redirect("entry", service_id=stays)
    sent = next((name for name in ("wrong", "right", "know") if name in request.POST), "")
    wrong = WrongForm(request.POST if sent == "wrong" else None)
    right = RightForm(request.POST if sent == "right" else None, initial={"parts": list(Part)})
    know = form_for(request, KnowHowForm) if sent in ("", "know") else KnowHowForm()
    if request.method == "POST" and (said := _say(service_id, wrong, right, know, actor)):
        messages.success(request, said)
        return redirect("entry", service_id=service_id)
    listing, today = known.listed.listing, clock.today()
    return EntryPage(
        title=listing.name,
        nav=nav_for(actor),
        organisation="" if listing.organization == listing.name else listing.organization,
        about=listing.description,
        standing=STANDING[standing(listing.checked_on, listing.found, today)],
        found=tuple(_found(listing)),
        parts=tuple(_part(part, listing, known.checks.get(part)) for part in Part),
        several=several_of(known.words, known.lists),
        suggests=tuple(map(_suggests, to_decide(service_id))),
        wrongs=tuple((what.value, label) for what, label in WRONG.items()),
        wrong=wrong,
        right=right,
        know=know,
        know_how=tuple(_know_how(known)),
        keep=keeping_of(service_id, actor),
    )


def _say(
    service_id: UUID, wrong: WrongForm, right: RightForm, know: KnowHowForm, actor: Actor
) -> str:
    """Do what was sent, and what to say of it; nothing where it is to be mended first."""
    sender = actor.organisations(*TEAM)[0]
    try:
        if wrong.is_bound and wrong.is_valid():
            what, until = Trouble(wrong.data["wrong"]), wrong.cleaned_data["until"]
            find_wrong(service_id, what, until=until, by=actor)
            return f"Written down. It counts for everybody until {day(until)}."
        if right.is_bound and right.is_valid():
            parts = [Part(code) for code in right.cleaned_data["parts"]]
            name = organisation(sender).name
            find_right(service_id, parts, source=Source.LINK_WORKER, said_by=name, by=actor)
            return "Written down, with today’s date."
        if know.is_bound and know.is_valid():
            note_know_how(service_id, know.cleaned_data["words"], organisation_id=sender, by=actor)
            return "Your colleagues can read it now. It is never published."
    except InputAtFault as fault:
        wrong.add_error("until", fault.sentence)
    except ValueError:  # a button that there is not
        raise NotThere from None
    return ""


def _found(listing: Listing) -> Iterator[str]:
    for one in listing.found:
        until = f"counts until {short_day(one.until)}" if one.counts else "ask whether it still is"
        who = ", the group itself says so" if one.by_group else ""
        yield f"{FOUND[one.what]}, {short_day(one.on)}{who}: {until}"


def _part(part: Part, listing: Listing, said: Checked | None) -> PartLine:
    sure = how_sure(said, clock.today())
    words = {Sure.SURE: "Sure", Sure.LIKELY: "Likely", Sure.ASK: "Ask"}[sure]
    by = said_by(said) if said else ""
    return PartLine(part.label, told_of(part, listing), (*SURE[sure], words), by)


def _suggests(row: ToDecide) -> Suggests:
    this = [row.suggestion_id]
    return Suggests(
        what=_PROBABLY[row.field](row.value),
        sentence=row.sentence,
        yes=reverse("it-is-so", args=this),
        no=reverse("it-is-not", args=this),
    )


def _probably_open(code: object) -> str:
    return in_words([read_session(str(code))])


_PROBABLY: Mapping[Field, Callable[[object], str]] = {
    Field.HOURS: _probably_open,
    Field.MINIMUM_AGE: lambda age: f"From age {age}",
    Field.MAXIMUM_AGE: lambda age: f"Up to age {age}",
    Field.FREE: lambda free: "Free" if free else "It costs something",
    Field.ROUTE: lambda route: WAYS_IN[ReferralRoute(str(route))],
    Field.AREA: lambda area: f"For people in {place_name(str(area))}",
}


@page(*TEAM, methods=("POST",))
def it_is_so(request: HttpRequest, actor: Actor, suggestion_id: UUID) -> HttpResponse:
    """What its words seem to say is so."""
    row = confirm_suggestion(suggestion_id, by=actor)
    messages.success(request, "Written down: it is so.")
    return redirect("entry", service_id=row.service_id)


@page(*TEAM, methods=("POST",))
def it_is_not(request: HttpRequest, actor: Actor, suggestion_id: UUID) -> HttpResponse:
    """It is not, and is never asked again for that sentence."""
    row = refuse_suggestion(suggestion_id, by=actor)
    messages.success(request, "Written down: it is not so.")
    return redirect("entry", service_id=row.service_id)


def _know_how(known: Entry) -> Iterator[KnowHowLine]:
    for row in known.know_how:
        over = reverse("know-how-over", args=[row.pk])
        yield KnowHowLine(row.words, f"{sentence(row.by)}, {short_day(row.on)}", over)


@page(*TEAM, methods=("POST",))
def over(request: HttpRequest, actor: Actor, know_how_id: UUID) -> HttpResponse:
    """What a colleague wrote holds no more."""
    row = end_know_how(know_how_id, by=actor)
    messages.success(request, "Taken off.")
    return redirect("entry", service_id=row.service_id)
