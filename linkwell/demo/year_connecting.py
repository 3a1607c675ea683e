"""How somebody of the demo town's year is connected: options, sending, answers, visits."""

from collections.abc import Callable

from linkwell.access.rules import system_actor
from linkwell.access.scope import acting_as
from linkwell.connections import actions as connections
from linkwell.connections.models import Disclosure, Offer
from linkwell.connections.queries import partner_of
from linkwell.connections.rules import (
    Answer,
    DisclosedLine,
    Going,
    How,
    Line,
    PartnerAnswer,
    Question,
    RefusalReason,
    Source,
)
from linkwell.consent.rules import HowAsked
from linkwell.demo.story import Story
from linkwell.directory.models import Service
from linkwell.directory.queries import postcodes
from linkwell.gaps.queries import area_of
from linkwell.kernel import clock
from linkwell.matching.queries import match
from linkwell.matching.request import Request
from linkwell.needs.rules import Need
from linkwell.people.rules import age_on

SHOWN = 4  # options on one list


def _options(story: Story) -> None:
    needs = story.theme.needs[:1]
    born, home = story.person.born, story.person.address[1]
    age = age_on(born, clock.today())
    place = postcodes().find(home)
    request = Request(
        at=place,
        needs=tuple(map(Need, needs)),
        km=8,
        top=SHOWN,
        age=age,
    )
    answer = match(request).to_json()
    answer["query"].pop("at", None)
    for option in answer["options"]:
        metres = option["distance_m"]
        option["distance_m"] = None if metres is None else round(metres, -2)
    asked = {
        "need": list(needs), "text": "", "km": "8", "near": "home", "step_free": False, "age": age,
        "area": area_of(place),
    }  # fmt: skip
    connections.show_options(story.case(), asked=asked, answer=answer, by=story.by)


def _choose(story: Story, how: str = "") -> None:
    """One that is not full; with only a phone where the story wants that."""
    with acting_as(story.by):
        rows = Offer.objects.filter(person_id=story.person_id, state="offered")
        newest = rows.latest("option_list__shown_at").option_list_id
        offers = list(rows.filter(option_list_id=newest).order_by("rank"))
    kept = {row.pk: row for row in Service.objects.filter(pk__in=[one.option_id for one in offers])}
    fit = [
        one
        for one in offers
        if "Full" not in kept[one.option_id].alert
        and kept[one.option_id].available != 0
        and bool(kept[one.option_id].email) == (how != "phone")
    ]
    chosen = (fit or offers)[0]
    for one in offers[-1:]:
        if one.pk != chosen.pk:
            reason = story.chance.choice(list(RefusalReason))
            connections.refuse(one.pk, reason=reason, by=story.by)
    connections.choose(chosen.pk, by=story.by)


def _nothing(story: Story) -> None:
    with acting_as(story.by):
        shown = Offer.objects.filter(person_id=story.person_id).first().option_list_id
    connections.nothing_suits(shown, by=story.by)


def _send(story: Story) -> None:
    connection = story.connection()
    said = story.theme.said[story.chance.randrange(len(story.theme.said))]
    lines = (
        DisclosedLine(Line.CALLED, story.person.given_name),
        DisclosedLine(Line.WISH, said),
        DisclosedLine(Line.REACH, f"By phone: {story.person.contacts[0].value}"),
        DisclosedLine(Line.ASK, f"{story.by.name}, 0161 496 0155"),
    )
    connections.send(
        connection.pk,
        lines,
        how=story.chance.choice((How.SENT, How.SENT, How.INTRODUCED, How.TOGETHER)),
        agreed_how=story.chance.choice((HowAsked.FACE_TO_FACE, HowAsked.PHONE)),
        partner=partner_of(connection.option_id),
        asks=story.by.name,
        by=story.by,
    )


def _tell(story: Story) -> None:
    planned = clock.add_working_days(clock.today(), 3)
    connections.tell(story.connection().pk, planned_on=planned, by=story.by)


def _nudge(story: Story) -> None:
    connection = story.connection()
    chasing = system_actor(
        "chasing", person_id=connection.person_id, service_id=connection.service_id
    )
    connections.nudge(connection.pk, by=chasing)


def _answer(story: Story, said: str) -> None:
    connection = story.connection()
    with acting_as(story.by):
        sent = Disclosure.objects.filter(connection_id=connection.pk).latest("sent_at").pk
    note = "We are more for people who need a hand at home." if said == "not_right" else ""
    weeks = 6 if said == "later" else None
    connections.answer(sent, PartnerAnswer(said), weeks=weeks, note=note, by=story.by)


def _told_them(story: Story) -> None:
    connections.say_going(story.connection().pk, Going.YES, by=story.by)


def _visit(story: Story, person: str, partner: str = "") -> None:
    _account(story, Question.VISIT, person, Source.PERSON)
    if partner in ("yes", "no"):
        _account(story, Question.VISIT, partner, Source.PARTNER)


def _account(story: Story, question: Question, said: str, source: Source) -> None:
    connections.give_account(
        story.connection().pk, question, Answer(said), source=source, by=story.by
    )


def _stop(story: Story) -> None:
    reason = story.chance.choice((RefusalReason.NOT_MY_THING, RefusalReason.TOO_FAR))
    connections.stop(story.connection().pk, reason=reason, by=story.by)


CONNECTING: dict[str, Callable[..., None]] = {
    "options": _options,
    "choose": _choose,
    "nothing": _nothing,
    "send": _send,
    "tell": _tell,
    "nudge": _nudge,
    "answer": _answer,
    "told_them": _told_them,
    "visit": _visit,
    "stop": _stop,
    "helped": lambda story, said: _account(story, Question.HELPED, said, Source.PERSON),
    "lasts": lambda story, said: _account(story, Question.LASTS, said, Source.PERSON),
}
