"""What is on nearby, for anybody: no sign-in, everyday words, a list and a plan."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from allauth.core.ratelimit import consume
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.directory.freshness import Standing, standing
from linkwell.directory.queries import listed
from linkwell.directory.rules import Listing, LocationType
from linkwell.kernel import clock, postcode
from linkwell.kernel.errors import InputAtFault
from linkwell.kernel.geography import in_miles
from linkwell.matching.queries import match
from linkwell.matching.rules import Answer, Option
from linkwell.needs.rules import Help, Need
from linkwell.web.design.fields import Text
from linkwell.web.design.forms import Form
from linkwell.web.design.parts import Chip
from linkwell.web.design.words import clock as hour
from linkwell.web.design.words import counted, moment, short_day
from linkwell.web.group_words import first_sentence, place_of
from linkwell.web.pages import PageData, render
from linkwell.web.people_words import sentence
from linkwell.web.plain import too_often
from linkwell.web.public.asked import FIRST, MOST, Asked
from linkwell.web.public.counted import counting
from linkwell.web.public.door import anybody
from linkwell.web.public.plan import Plan, plan


class FindForm(Form):
    button = "Find"

    text = Text("What would help?", max_length=300, say_optional=False)
    near = Text("Near which postcode?", max_length=10, say_optional=False)

    def clean_near(self) -> str:
        typed: str = self.cleaned_data["near"]
        try:
            return postcode.read(typed) if typed else ""
        except InputAtFault as fault:
            raise ValidationError(fault.sentence) from None


@dataclass(frozen=True)
class Hit:
    """One group of the list. `sure`: when it was checked, or empty where that is not confirmed."""

    number: int
    name: str
    href: str
    line: str
    next: str
    far: str
    sure: str
    old: str
    ask: str  # what was asked for and is not known
    reach: str  # on paper: where it is and whom to ring


@dataclass(frozen=True, kw_only=True)
class FindPage(PageData):
    template: ClassVar[str] = "public/find.jinja"
    audience: ClassVar[str] = "public"

    form: FindForm
    suggest: str
    chips: tuple[Chip, ...]
    needs: tuple[Chip, ...]  # to begin from, while nothing is asked
    heading: str
    as_of: str
    understood: str
    hits: tuple[Hit, ...]
    plan: Plan | None
    more: str
    help: tuple[Help, ...]
    add: str


@anybody("POST")
def find(request: HttpRequest) -> FindPage | HttpResponse:
    """Ask, and see. The address of an answer says nothing to whoever reads it."""
    if not consume(request, action="find"):
        return too_often(request)
    asked = Asked.of(request)
    form = FindForm(request.POST or None, initial={"text": asked.text, "near": asked.near})
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = form.cleaned_data
        new = {"text": said["text"], "near": said["near"], "need": "", "top": FIRST}
        return redirect(asked.address(**new))
    if asked.is_anything and not form.is_bound:
        try:
            what = asked.request()
            answer = match(what, public=True)
            shown = render(request, _page(form, asked, answer))
            return counting(shown, request, asked, what.at, answer)
        except InputAtFault as fault:
            form = FindForm({"text": asked.text, "near": asked.near})
            form.add_error("near", fault.sentence)
    return _page(form, asked, None)


def _page(form: FindForm, asked: Asked, answer: Answer | None) -> FindPage:
    options = answer.options if answer else ()
    known = {one.service_id: one.listing for one in listed(it.service_id for it in options)}
    hits = tuple(
        _hit(number, option, known[option.service_id], asked)
        for number, option in enumerate(options, start=1)
    )
    return FindPage(
        title="What’s on near you",
        form=form,
        suggest=reverse("find-suggest"),
        chips=_chips(asked) if asked.is_anything else (),
        needs=() if asked.is_anything else _needs(asked),
        heading=_heading(asked, answer) if answer else "",
        as_of=f"As of {hour(clock.now())}, {short_day(clock.today())}" if answer else "",
        understood=_understood(answer) if answer else "",
        hits=hits,
        plan=_plan(asked, options, known),
        more=asked.address(top=MOST) if len(options) == asked.top < MOST else "",
        help=answer.help if answer else (),
        add=reverse("add-group"),
    )


def _heading(asked: Asked, answer: Answer) -> str:
    if answer.help:
        return "Somebody to talk to now"
    if not answer.options:
        return "Nothing that fits, as far as we know"
    what = "free group or service" if asked.free else "group or service"
    many = "free groups and services" if asked.free else "groups and services"
    return sentence(counted(len(answer.options), what, many))


def _understood(answer: Answer) -> str:
    """What was heard in the words; nothing where they were taken as they are."""
    heard = answer.query["understood"]["needs"]
    labels = dict.fromkeys(Need(one["need"]).label for one in heard)
    return ", ".join(labels)


def _hit(number: int, option: Option, listing: Listing, asked: Asked) -> Hit:
    session, on = option.next_session, listing.checked_on
    stands = standing(on, listing.found, clock.today())
    checked = f"Checked {on.day} {on:%B %Y}" if on else ""
    return Hit(
        number=number,
        name=option.name,
        href=reverse("group", args=[option.service_id]),
        line=first_sentence(listing.description),
        next=sentence(moment(datetime.fromisoformat(session))) if session else "",
        far="" if option.distance_m is None else in_miles(option.distance_m),
        sure=checked if stands is Standing.CONFIRMED else "",
        old="" if stands is Standing.CONFIRMED else checked or "Nobody has told us when",
        ask=_not_said(asked, listing),
        reach=". ".join(filter(None, (place_of(listing), listing.phone or listing.email))),
    )


_FILTERS = (
    ("free", "Free"),
    ("today", "Today"),
    ("evenings", "Evenings"),
    ("children", "Children may come"),
    ("step_free", "Step-free"),
)


def _not_said(asked: Asked, listing: Listing) -> str:
    """What was asked for and nobody has told us: it is shown, and to be asked about."""
    where = listing.where
    by_phone = where is not None and where.kind is LocationType.VIRTUAL
    known = {
        "what it costs": not asked.free or listing.free is not None,
        "when it is on": not (asked.today or asked.evenings) or bool(listing.sessions),
        "whether children may come": not asked.children or listing.minimum_age is not None,
        "whether there are steps": not asked.step_free
        or by_phone
        or (where is not None and where.step_free is not None),
    }
    return " and ".join(label for label, told in known.items() if not told)


def _chips(asked: Asked) -> tuple[Chip, ...]:
    """Each leads to the same list with it or without it."""
    return tuple(
        Chip(label, asked.address(**{name: not on, "top": FIRST}), on=on)
        for name, label in _FILTERS
        for on in (getattr(asked, name),)
    )


def _needs(asked: Asked) -> tuple[Chip, ...]:
    return tuple(Chip(need.label, asked.address(need=need.value)) for need in Need)


def _plan(asked: Asked, options: tuple[Option, ...], known: dict[UUID, Listing]) -> Plan | None:
    """Around the postcode that was asked for; what is nowhere on the map is in the list alone."""
    here = asked.request().at if asked.near and options else None
    if here is None or here.point is None:
        return None
    there = [
        (number, where.point)
        for number, option in enumerate(options, start=1)
        if option.distance_m is not None
        and (where := known[option.service_id].where) is not None
        and where.point is not None
    ]
    return plan(here.point, there)
