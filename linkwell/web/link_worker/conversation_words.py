"""How needs, names on the map and earlier talks are put into words."""

from collections.abc import Sequence

from linkwell.conversations.models import Contact, RaisedNeed, Supporter
from linkwell.conversations.rules import Again, Ease, NeedState, RaisedBy
from linkwell.diary.queries import SetTime
from linkwell.diary.rules import Where
from linkwell.kernel import clock
from linkwell.needs.rules import Need
from linkwell.web.design.words import clock as clock_words
from linkwell.web.design.words import short_day
from linkwell.web.link_worker.conversation_forms import EASE
from linkwell.web.link_worker.conversation_pages import NeedLine, Remembered, SupporterLine

ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth")
PROMPTS = (
    "What did a good week used to look like?",
    "Who would notice if you had a bad week?",
    "What would make the first time easier?",
    "What is one thing you would not want to change?",
    "When did you last do something just for yourself?",
    "If this went well, what would be different by the summer?",
)
WHERE = {
    Where.HOME: "at their home",
    Where.PRACTICE: "at the practice",
    Where.PHONE: "by phone",
    Where.VIDEO: "by video",
    Where.COMMUNITY: "in a community place",
}
NEED_STATES = {
    NeedState.RAISED: "Raised",
    NeedState.IN_PLAN: "In the plan",
    NeedState.MET: "Met",
    NeedState.PARTLY: "Partly met",
    NeedState.NOT_MET: "Not met",
    NeedState.NO_LONGER_WANTED: "No longer wanted",
    NeedState.NOTHING_SUITABLE: "Nothing suitable exists",
}
MOVES = {
    "planned": "It is in the plan",
    "met": "It is met",
    "partly_met": "It is partly met",
    "not_met": "It is not met",
    "no_longer_wanted": "It is no longer wanted",
    "without_service": "Nothing suitable exists",
    "raised_again": "It has come up again",
}


AGAIN = {
    Again.SAID: "Asked again",
    Again.WAITS: "Asked again, no answer yet",
    Again.RATHER_NOT: "They would rather not",
    Again.NOT_REACHED: "We could not reach them",
    Again.NOT_THE_MOMENT: "It was not the moment",
}


def ordinal(number: int) -> str:
    """First ... Ninth, then 10th."""
    if number <= len(ORDINALS):
        return ORDINALS[number - 1]
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number % 100 not in (11, 12, 13) else 0)
    return f"{number}{ending or 'th'}"


def when_words(planned: SetTime | None) -> str:
    """Today, 10:30am, at home: as it was planned, else as it is."""
    if planned is None:
        return f"Today, {clock_words(clock.now())}"
    return f"Today, {clock_words(planned.at)}, {where_words(planned)}"


def where_words(planned: SetTime) -> str:
    place = f" ({planned.place})" if planned.place else ""
    return f"{WHERE[planned.where]}{place}"


def need_label(row: RaisedNeed) -> str:
    return Need(row.code).label if row.code else row.own_word


def need_lines(
    needs: Sequence[RaisedNeed], given_name: str, referred_by: str
) -> tuple[NeedLine, ...]:
    return tuple(
        NeedLine(
            need_id=row.pk,
            label=need_label(row),
            raised=raised_words(row, given_name, referred_by),
            said=row.said,
            state="" if row.state == NeedState.RAISED else NEED_STATES[NeedState(row.state)],
        )
        for row in needs
    )


def raised_words(row: RaisedNeed, given_name: str, referred_by: str) -> str:
    """Raised by whom, at which contact: "Raised by Maureen, first conversation."."""
    at = _at_contact(row.contact)
    match RaisedBy(row.raised_by):
        case RaisedBy.REFERRER:
            agrees = f" {given_name} agrees, {at}." if at else ""
            return f"Raised by {referred_by.partition(',')[0]}, in the referral.{agrees}"
        case RaisedBy.PERSON:
            return f"Raised by {given_name}, {at or 'before we talked'}."
        case RaisedBy.LINK_WORKER:
            return f"Raised by the link worker, {at or 'before we talked'}."
        case _:
            return f"Raised by somebody else, {at or 'before we talked'}."


def _at_contact(contact: Contact | None) -> str:
    if contact is None or contact.number is None:
        return ""
    if clock.on_day(contact.at) == clock.today():
        return "today"
    return f"{ordinal(contact.number).lower()} conversation"


def mentioned(heard: Sequence[Need], needs: Sequence[RaisedNeed]) -> str:
    """What the referral speaks of and nobody has ticked yet."""
    known = {row.code for row in needs}
    return ", ".join(need.label for need in heard if need not in known)


def supporter_lines(people: Sequence[Supporter]) -> tuple[SupporterLine, ...]:
    return tuple(
        SupporterLine(
            one.pk, one.name, f"{one.relation}. {_ease(one)}." if one.relation else f"{_ease(one)}."
        )
        for one in people
    )


def _ease(one: Supporter) -> str:
    return EASE[Ease(one.ease)]


def map_says(people: Sequence[Supporter]) -> str:
    """The drawing in words, for who cannot see it."""
    if not people:
        return "Support map. Nobody is named yet."
    groups = [
        f"{EASE[ease]}: {', '.join(one.name for one in people if one.ease == ease)}."
        for ease in sorted(Ease, reverse=True)
        if any(one.ease == ease for one in people)
    ]
    return f"Support map. {' '.join(groups)}"


def remembered(contacts: Sequence[Contact]) -> Remembered | None:
    """What they said the last time anything was written down in their words."""
    for contact in contacts:
        if contact.words:
            number = ordinal(contact.number or 1).lower()
            return Remembered(contact.words, f"{short_day(contact.at)}, {number} conversation")
    return None
