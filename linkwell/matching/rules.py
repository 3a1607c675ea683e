"""Which services fit, in which order, and why: gates, points and their sentences.

Pure: the same request, candidates and moment always give the same answer, and no service's points
depend on any other service. The weights are published (`weights.toml`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from linkwell.directory.rules import Session
from linkwell.directory.sessions import next_session
from linkwell.kernel.clock import LONDON
from linkwell.matching.doubts import doubts_about, seems_for_others
from linkwell.matching.factors import FACTORS, Candidate, Finding, View
from linkwell.matching.gates import Gate, gate_of
from linkwell.matching.request import DAYS, Asked, Request, asked
from linkwell.matching.variety import varied
from linkwell.matching.weights import Factor
from linkwell.needs.rules import Fact, Help, danger_in, help_for


@dataclass(frozen=True)
class Reason:
    factor: Factor
    points: int
    text: str


@dataclass(frozen=True)
class Option:
    """One service that could fit. The points of its reasons sum to its score, 0 to 100."""

    service_id: UUID
    source_id: str
    name: str
    organisation: str
    distance_m: int | None
    score: int
    reasons: tuple[Reason, ...]
    doubts: tuple[str, ...]
    would_rank_higher_if: str | None
    next_session: str | None  # ISO 8601 with the offset of London

    def to_json(self) -> dict[str, Any]:
        return {
            "service_id": str(self.service_id),
            "source_id": self.source_id,
            "name": self.name,
            "organisation": self.organisation,
            "distance_m": self.distance_m,
            "score": self.score,
            "reasons": [
                {"factor": str(reason.factor), "points": reason.points, "text": reason.text}
                for reason in self.reasons
            ],
            "doubts": list(self.doubts),
            "would_rank_higher_if": self.would_rank_higher_if,
            "next_session": self.next_session,
        }


@dataclass(frozen=True)
class Answer:
    """A list of options as shown, fit to be kept: `considered` = hidden + below + options.

    `below` counts services that fit less well, or of which we do not know that they fit. With
    danger words in the request there are no options, but `help`.
    """

    query: Mapping[str, Any]
    considered: int
    hidden: Mapping[str, int]
    below: int
    options: tuple[Option, ...]
    as_of: datetime
    weights: str
    help: tuple[Help, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        answer = {
            "query": dict(self.query),
            "considered": self.considered,
            "hidden": dict(self.hidden),
            "below": self.below,
            "options": [option.to_json() for option in self.options],
            "as_of": self.as_of.isoformat(),
            "weights": self.weights,
        }
        if self.help:
            answer["help"] = [
                {"name": line.name, "phone": line.phone, "text": line.text} for line in self.help
            ]
        return answer


def in_danger(request: Request, now: datetime) -> Answer | None:
    """Help instead of a list, where the words of the request call for it; else None."""
    dangers = danger_in(request.text)
    if not dangers:
        return None
    what = asked(request)
    return Answer(_query(what), 0, {}, 0, (), now, what.weights.version, help_for(dangers))


def rank(
    request: Request,
    candidates: Iterable[Candidate],
    now: datetime,
    *,
    elsewhere: Mapping[Gate, int] | None = None,
) -> Answer:
    """The best options for a request. `elsewhere` counts services that were hidden unread."""
    if (help_first := in_danger(request, now)) is not None:
        return help_first
    what = asked(request)
    most = what.weights.most(_factors(what))
    hidden = Counter(elsewhere or {})
    fitting: list[tuple[Option, bool, float]] = []
    below = 0
    for candidate in candidates:
        gate = gate_of(candidate, what)
        if gate is not None:
            hidden[gate] += 1
        elif (option := _option(view := _view(candidate, what, now), most, now)) is not None:
            far = float("inf") if candidate.metres is None else candidate.metres
            fitting.append((option, seems_for_others(view), far))
        else:
            below += 1
    fitting.sort(key=lambda one: (-one[0].score, *one[1:], one[0].name, str(one[0].service_id)))
    shown = varied([option for option, *_ in fitting], what, request.top)
    below += len(fitting) - len(shown)
    return Answer(
        query=_query(what),
        considered=sum(hidden.values()) + below + len(shown),
        hidden={str(gate): hidden[gate] for gate in Gate if hidden[gate]},
        below=below,
        options=shown,
        as_of=now,
        weights=what.weights.version,
    )


def _view(candidate: Candidate, what: Asked, now: datetime) -> View:
    return View(what, candidate, what.weights, now.astimezone(LONDON).date())


def _option(view: View, most: Mapping[Factor, int], now: datetime) -> Option | None:
    """The option, or None when something was asked and nothing known of the service answers."""
    candidate, what = view.candidate, view.asked
    found = {factor: FACTORS[factor](view) for factor in most}
    fits = [factor for factor in (Factor.NEED, Factor.WORDS) if factor in found]
    if fits and not any(found[factor].part for factor in fits):
        return None
    reasons = tuple(
        Reason(factor, _points(finding.part, most[factor]), finding.text)
        for factor, finding in found.items()
    )
    listing = candidate.listing
    near = candidate.metres is not None and candidate.metres <= what.km * 1000
    return Option(
        service_id=candidate.service_id,
        source_id=listing.source_id,
        name=listing.name,
        organisation=listing.organization,
        distance_m=round(candidate.metres) if near and candidate.metres is not None else None,
        score=sum(reason.points for reason in reasons),
        reasons=reasons,
        doubts=doubts_about(view),
        would_rank_higher_if=_higher_if(found, most),
        next_session=_iso(next_session(_that_suit(listing.sessions, what), now)),
    )


def _factors(what: Asked) -> list[Factor]:
    """What was asked about, and so counts."""
    asked_for = {
        Factor.NEED: bool(what.needs),
        Factor.WORDS: bool(what.words),
        Factor.DISTANCE: what.at is not None,
        Factor.REFERRAL: what.says(Fact.NO_REFERRAL),
        Factor.COST: what.says(Fact.FREE),
        Factor.CHECKED: True,
    }
    return [factor for factor in Factor if asked_for[factor]]


def _points(part: float, most: int) -> int:
    return int(part * most + 0.5)


def _higher_if(found: Mapping[Factor, Finding], most: Mapping[Factor, int]) -> str | None:
    """What would add most points, as the end of "It would rank higher if ..."."""
    gains = [
        (_points(finding.could_be, most[factor]) - _points(finding.part, most[factor]), finding.if_)
        for factor, finding in found.items()
        if finding.if_
    ]
    more, if_ = max(gains, default=(0, ""), key=lambda gain: gain[0])
    return f"{if_} ({more} more {'point' if more == 1 else 'points'})" if more > 0 else None


def _that_suit(sessions: Iterable[Session], what: Asked) -> list[Session]:
    """The sessions on days that were asked for; all of them when any day will do."""
    days = what.request.days
    return [session for session in sessions if not days or session.day in days]


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _query(what: Asked) -> dict[str, Any]:
    """The request as asked and as understood."""
    request = what.request
    return {
        "id": request.id or None,
        "at": request.at.postcode if request.at else None,
        "need": [str(need) for need in request.needs],
        "text": request.text or None,
        "km": request.km,
        "age": request.age,
        "gender": request.gender and str(request.gender),
        "language": request.language or None,
        "step_free": request.step_free,
        "free": request.free,
        "day": [code for code, day in DAYS.items() if day in request.days],
        "top": request.top,
        **{name: True for name in ("evenings", "children") if getattr(request, name)},
        "understood": {
            "needs": [
                {"need": str(heard.what), "words": heard.words} for heard in what.understood.needs
            ],
            "facts": [
                {"fact": str(heard.what), "words": heard.words} for heard in what.understood.facts
            ],
        },
    }
