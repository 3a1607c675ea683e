"""The one thing that comes next for a person, and what they may answer to it."""

from collections.abc import Sequence
from datetime import date, timedelta

from linkwell.access.queries import organisation
from linkwell.cases.queries import Held
from linkwell.cases.rules import CaseState
from linkwell.connections.queries import Connected, intention_of
from linkwell.connections.rules import Answer as Said
from linkwell.connections.rules import ConnectionState, Going
from linkwell.diary.queries import SetTime
from linkwell.diary.rules import Interpreter, Where
from linkwell.directory.queries import listed
from linkwell.kernel import clock
from linkwell.referrals.models import Referral
from linkwell.referrals.rules import ReferralState
from linkwell.tasks.rules import first_talk_due, triage_due
from linkwell.web.design.parts import Answer
from linkwell.web.design.words import day, moment
from linkwell.web.people_words import sentence
from linkwell.web.person.pages import NextThing

_AFTER = timedelta(days=1)


def next_thing(
    referral: Referral,
    case: Held | None,
    connected: Sequence[Connected],
    talk: SetTime | None = None,
) -> NextThing:
    """A question about a visit first; then a visit or a talk, whichever is sooner; then the
    referral. A visit without a day never hides a talk that has one."""
    if case is None:
        return _before_anybody(referral)
    if case.state is CaseState.CLOSED:
        return NextThing("You can come back on any day", "", "", "Ring us, and we go on from here.")
    for row in connected:
        if row.state is ConnectionState.ATTENDED and not row.helped:
            return _did_it_help(row)
    first, talks_on = case.holder.split()[0], clock.on_day(talk.at) if talk else date.max
    for row in connected:
        if row.state is ConnectionState.EXPECTED and _is_by(row.planned_on, talks_on):
            return _the_visit(row)
    if talk is not None:
        return _the_talk(talk, first)
    if case.state is CaseState.WAITING:
        rings = first_talk_due(clock.on_day(case.opened_at), risk_mentioned=referral.risk_mentioned)
        return NextThing(f"{first} rings you by {day(rings)}", "", "", _YOU_CHOOSE.format(first))
    return NextThing(f"You and {first} have talked", "", "", _YOU_CHOOSE.format(first))


def _is_by(planned: date | None, talks_on: date) -> bool:
    return talks_on == date.max if planned is None else planned <= talks_on


_YOU_CHOOSE = (
    "{0} is your link worker. You talk about what matters to you. You choose what to do, if"
    " anything."
)


def _before_anybody(referral: Referral) -> NextThing:
    practice = organisation(referral.practice_id).name
    received = clock.on_day(referral.received_at)
    match ReferralState(referral.state):
        case ReferralState.DECLINED:
            return NextThing(
                "Nothing, unless you want it",
                "",
                "",
                "You said no, this time. That is fine. You can change your mind on any day: ring"
                " us.",
            )
        case ReferralState.RETURNED | ReferralState.PASSED_ON:
            return NextThing(
                f"Talk to {practice}",
                "",
                "",
                "We sent the referral back to them, with a reason. They can tell you what would"
                " help more.",
            )
        case _:
            due = triage_due(referral.received_at, risk_mentioned=referral.risk_mentioned)
            return NextThing(
                f"We decide by {day(due)}",
                "",
                "",
                f"{practice} asked us on {day(received)} to help you. A link worker will then get"
                " in touch, if you said that it is safe to.",
            )


def _the_talk(talk: SetTime, first: str) -> NextThing:
    """A talk at a set time. Where it is stands here only if it was written in words for them."""
    where = {
        Where.HOME: f"{first} comes to you",
        Where.PRACTICE: "At your practice",
        Where.PHONE: f"{first} rings you",
        Where.VIDEO: "By video",
        Where.COMMUNITY: talk.place,
    }[talk.where]
    text = "An interpreter is with you." if talk.interpreter is Interpreter.BOOKED else ""
    change = "If another time suits you better, ring us."
    return NextThing(
        sentence(moment(talk.at)), f"A talk with {first}", where, f"{text} {change}".strip()
    )


def _the_visit(row: Connected) -> NextThing:
    """Before the day: would they like to go? After it: did they get there?"""
    where, said = _where(row), intention_of(row.connection_id)
    planned = row.planned_on
    if planned is not None and planned + _AFTER <= clock.today():
        return NextThing(
            "Did you get there?",
            row.name,
            where,
            f"It was planned for {day(planned)}.",
            answers=(Answer(value=Said.YES, label="Yes, I went", icon="check", main=True),),
            others=(
                Answer(value=Said.NOT_YET, label="Not yet"),
                Answer(value=Said.UNKNOWN, label="I would rather not say"),
            ),
            field="visit",
            connection=str(row.connection_id),
        )
    return NextThing(
        day(planned) if planned else "When it suits you",
        row.name,
        where,
        "They know that you may come." if row.sent_at else "You can just go.",
        said=_SAID.get(said, "") if said else "",
        answers=() if said is Going.YES else (_GO,),
        others=tuple(one for one in _RATHER if one.value != said),
        field="going",
        connection=str(row.connection_id),
    )


_GO = Answer(value=Going.YES, label="I’d like to go", icon="check", main=True)
_RATHER = (
    Answer(value=Going.NOT_SURE, label="I’m not sure"),
    Answer(value=Going.NOT_THIS_TIME, label="not this time"),
)
_SAID = {
    Going.YES: "You said that you would like to go.",
    Going.NOT_SURE: "You said that you are not sure. Your link worker talks it over with you.",
    Going.NOT_THIS_TIME: "You said not this time. That is fine.",
}


def _did_it_help(row: Connected) -> NextThing:
    return NextThing(
        "Did it help?",
        row.name,
        "",
        "Whatever you say is fine. It helps us to know.",
        answers=(Answer(value=Said.YES, label="Yes", icon="check", main=True),),
        others=(
            Answer(value=Said.A_LITTLE, label="A little"),
            Answer(value=Said.NO, label="no"),
            Answer(value=Said.UNKNOWN, label="I cannot say"),
        ),
        field="helped",
        connection=str(row.connection_id),
    )


def _where(row: Connected) -> str:
    """Where the group meets: public, and never measured from the person's home."""
    found = next(iter(listed([row.option_id])), None)
    place = found.listing.where if found else None
    return place.address if place is not None else ""
