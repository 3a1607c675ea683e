"""A list of options as it was kept, put into words. What to ring stands as it is known today."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from linkwell.connections.models import Offer, OptionList
from linkwell.connections.rules import OfferState
from linkwell.directory.queries import spoken_of
from linkwell.directory.rules import Listing
from linkwell.kernel.geography import in_miles
from linkwell.kernel.languages import language_name
from linkwell.matching.factors import shortened
from linkwell.matching.request import DAY_NAMES, DAYS
from linkwell.matching.weights import Factor
from linkwell.needs.rules import Need
from linkwell.web.design.parts import HelpLine, Hidden, Reason
from linkwell.web.design.words import counted, moment
from linkwell.web.group_words import cost_of, first_sentence, room_of
from linkwell.web.link_worker.pages import Option
from linkwell.web.link_worker.wanted import SOMEWHERE
from linkwell.web.people_words import sentence

Facts = tuple[tuple[str, str | None], ...]


def options_of(
    shown: OptionList, offers: Mapping[str, Offer], *, far: bool = True
) -> tuple[Option, ...]:
    """The options of a list in their order; `offers` by the directory's id of the service.

    Without `far` nothing says how far they are: the list was measured from a home that is hidden
    by now.
    """
    kept = shown.answer["options"]
    if not far:
        kept = [_without_distance(option) for option in kept]
    known = spoken_of(UUID(it["service_id"]) for it in kept)
    return tuple(
        _option(
            number,
            option,
            offers[option["service_id"]],
            known[UUID(option["service_id"])],
        )
        for number, option in enumerate(kept, start=1)
    )


def _without_distance(option: dict[str, Any]) -> dict[str, Any]:
    reasons = [one for one in option["reasons"] if one["factor"] != Factor.DISTANCE]
    return {
        **option,
        "reasons": reasons,
        "score": sum(one["points"] for one in reasons),
        "would_rank_higher_if": "",  # its points tell too
    }


_NO_DOUBT = "Nothing that we know of. Things change: ask when you ring"
_DOUBTS = 3  # on one option: more are not read


def _doubts(told: list[str]) -> tuple[str, ...]:
    """The weightiest, and what is to be asked because it was asked for."""
    asks = [doubt for doubt in told[1:] if doubt.startswith(("Ask ", "Probably "))]
    return (*told[:1], *asks)[:_DOUBTS]


def _option(number: int, option: dict[str, Any], offer: Offer, listing: Listing) -> Option:
    reasons = (Reason(one["points"], sentence(one["text"])) for one in option["reasons"])
    doubts = _doubts(option["doubts"])
    return Option(
        number=number,
        name=option["name"],
        organisation=option["organisation"],
        about=first_sentence(listing.description),
        phone=listing.phone,
        site=listing.url,
        score=option["score"],
        facts=_facts(option, listing),
        reasons=tuple(reason for reason in reasons if reason.points),
        doubts=doubts or (_NO_DOUBT,),
        doubts_head=sentence(counted(len(doubts), "doubt", "doubts")) if doubts else "No doubt",
        higher_if=option["would_rank_higher_if"] or "",
        offer_id=offer.pk,
        chosen=offer.state == OfferState.CHOSEN,
        refused=offer.state == OfferState.REFUSED,
        connect=_connect(offer),
        entry=reverse("entry", args=[option["service_id"]]),
    )


def _connect(offer: Offer) -> str:
    if offer.state != OfferState.CHOSEN or not hasattr(offer, "connection"):
        return ""
    return reverse("connection", args=[offer.connection.pk])


def _facts(option: dict[str, Any], listing: Listing) -> Facts:
    """When next, is there room, what it costs, and for whom. How far stands among the reasons."""
    session = option["next_session"]
    return (
        ("Next", session and sentence(moment(datetime.fromisoformat(session)))),
        ("Room", room_of(listing)),
        ("Cost", cost_of(listing)),
        ("For", shortened(listing.eligibility) or None),
    )


def looked_at(shown: OptionList, hidden: tuple[Hidden, ...]) -> str:
    """How many there were, and where those went that are not shown: the numbers add up."""
    answer = shown.answer
    less = f"{answer['below']} more fit less well; " if answer.get("below") else ""
    why = ", ".join(f"{one.count} {one.reason[:1].lower()}{one.reason[1:]}" for one in hidden)
    out = f"{less}{sum(one.count for one in hidden)} do not fit{f': {why}' if why else ''}."
    seen = f"{answer['considered']} services looked at, as of {moment(shown.shown_at)}."
    return f"{seen} {sentence(out)}"


def title_of(options: tuple[Option, ...], *, danger: bool) -> str:
    if danger:
        return "Stop: words here mean danger"
    if not options:
        return "Nothing fits yet"
    return f"{sentence(counted(len(options), 'option', 'options'))} that could fit"


def understood(asked: dict[str, Any]) -> list[str]:
    """What was asked, as chips. How far is kept in kilometres and said in miles."""
    chips = [Need(code).label for code in asked["need"]]
    if asked["text"]:
        chips.append(f"“{asked['text']}”")
    chips += _must_fit(asked)
    if asked["near"]:
        place = {SOMEWHERE: "a place that was typed"}.get(asked["near"], asked["near"])
        chips.append(f"Within {in_miles(float(asked['km']) * 1000)} of {place}")
    else:
        chips.append("Anywhere: no place was given")
    return chips


def _must_fit(asked: dict[str, Any]) -> Iterator[str]:
    """What hides a service, for as long as it is set."""
    days = [DAY_NAMES[DAYS[code]] for code in asked.get("days", ())]
    if days:
        yield " or ".join(days)
    if asked.get("free"):
        yield "Free"
    if asked.get("step_free"):
        yield "Step-free"
    if asked.get("language"):
        yield f"Speaks {language_name(asked['language'])}"
    if asked.get("gender"):
        yield _GENDERS[asked["gender"]]
    if asked.get("age") is not None:
        yield f"Takes somebody of {asked['age']}"


_GENDERS = {"female": "A woman", "male": "A man", "other": "Neither woman nor man"}


def help_now(answer: dict[str, Any], duty_phone: str, duty_hours: str) -> tuple[HelpLine, ...]:
    """Whom to ring now, the service's own duty line last; nothing when no words mean danger."""
    lines = tuple(_help(line) for line in answer.get("help", []))
    duty = HelpLine(duty_phone, f"Duty line, {duty_hours}" if duty_hours else "Duty line")
    return (*lines, duty) if lines and duty_phone else lines


def _help(line: dict[str, str]) -> HelpLine:
    """111, option 2: what it is for. 116 123: Samaritans, free, day and night."""
    if line["phone"] in line["name"]:
        return HelpLine(line["name"].removeprefix("NHS "), line["text"])
    said = line["text"].partition(". ")[0]
    return HelpLine(line["phone"], f"{line['name']}, {said[:1].lower()}{said[1:]}")
