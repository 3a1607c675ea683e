"""What to expect on a first visit, worked out from what is known of a group and from nothing else.

What nobody has told us is said to be so, once, with the way to find out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from linkwell.directory.freshness import Standing, Trouble, standing
from linkwell.directory.rules import Listing, LocationType, ReferralRoute
from linkwell.kernel.languages import language_name
from linkwell.web.design.words import moment
from linkwell.web.group_words import ages_of, cost_of, place_of


@dataclass(frozen=True)
class FirstVisit:
    """`steps` are known; `not_known` is one sentence, empty where nothing is missing."""

    steps: tuple[str, ...]
    not_known: str


def first_visit(it: Listing, soon: datetime | None, today: date) -> FirstVisit:
    """In the order in which one meets it. `soon`: its next session, if that is surely known."""
    said = (
        *_before(it, today),
        *_way_in(it),
        *_there(it, soon),
        *_inside(it),
        *_cost(it),
        *_company(it),
    )
    missing = list(_missing(it, soon))
    asks = f"Nobody has told us {_listed(missing)}. {_ask(it)}" if missing else ""
    return FirstVisit(said, asks)


def _before(it: Listing, today: date) -> Iterator[str]:
    """Whoever goes is not to stand before a closed door."""
    wrong = {one.what for one in it.found}
    old = standing(it.checked_on, it.found, today) is not Standing.CONFIRMED
    if wrong & {Trouble.FULL, Trouble.MOVED} or old:
        yield f"First find out whether it is still as it says here. {_ask(it)}"


def _ask(it: Listing) -> str:
    """The surest way to somebody who knows."""
    if it.phone and all(one.what is not Trouble.WRONG_NUMBER for one in it.found):
        return f"Ring {it.phone}."
    if it.email:
        return f"Write to {it.email}."
    return "Their website may say more." if it.url else "A link worker can help you find out."


def _way_in(it: Listing) -> Iterator[str]:
    match it.route:
        case ReferralRoute.OPEN:
            yield "You can just turn up. Nobody needs to refer you."
        case ReferralRoute.SELF:
            yield f"Get in touch yourself before you go. {_ask(it)}"
        case ReferralRoute.PROFESSIONAL:
            yield "Ask your GP practice or a link worker to refer you. Do not just turn up."
        case ReferralRoute.VOUCHER:
            yield "Bring a voucher that an agency gives you. Ask them who gives one."
    if it.route is ReferralRoute.UNKNOWN and it.application_process:
        yield f"To join, they say: “{it.application_process.strip()}”"


def _there(it: Listing, soon: datetime | None) -> Iterator[str]:
    where, when = it.where, f"The next time is {moment(soon)}." if soon else ""
    if where is not None and where.kind is LocationType.VIRTUAL:
        yield f"It is by phone or online: you need not go anywhere. {when}".strip()
    elif where is not None and where.kind is LocationType.POSTAL:
        yield f"The address is that of their office. Ask where it meets. {when}".strip()
    elif place_of(it):
        yield f"Go to {place_of(it)}. {when}".strip()
    elif when:
        yield when


def _inside(it: Listing) -> Iterator[str]:
    where = it.where
    if where is None or where.kind is not LocationType.PHYSICAL:
        return
    steps = {True: "You can get in without steps.", False: "There are steps on the way in."}
    told = [steps[where.step_free]] if where.step_free is not None else []
    if where.accessibility.strip():
        told.append(where.accessibility.strip())
    if told:
        yield " ".join(told)


def _cost(it: Listing) -> Iterator[str]:
    cost = cost_of(it)
    if it.free:
        yield "It is free."
    elif cost:
        yield f"What it costs: {cost.rstrip('.')}."


def _company(it: Listing) -> Iterator[str]:
    whom = ". ".join(filter(None, (ages_of(it), it.eligibility.strip().rstrip("."))))
    if whom:
        yield f"Who it is for: {whom}."
    if it.languages:
        spoken = _listed([language_name(code) for code in it.languages])
        yield f"Languages spoken there: {spoken}."


def _missing(it: Listing, soon: datetime | None) -> Iterator[str]:
    where = it.where
    if it.route is ReferralRoute.UNKNOWN and not it.application_process:
        yield "how one joins"
    if not (it.hours or soon):
        yield "when it is on"
    if where is None or (where.kind is LocationType.PHYSICAL and not place_of(it)):
        yield "where it is"
    elif (
        where.kind is LocationType.PHYSICAL and where.step_free is None and not where.accessibility
    ):
        yield "whether there are steps"
    if not cost_of(it):
        yield "what it costs"
    if not (ages_of(it) or it.eligibility):
        yield "who may come"


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
