"""How people, times and states are put into words on pages about them."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from linkwell.cases.queries import seen_at_once
from linkwell.kernel import clock
from linkwell.people.models import Person
from linkwell.people.queries import Way, ways_to_reach
from linkwell.people.rules import Channel, Safe, age_on
from linkwell.referrals.rules import Danger, Help, ReferralState, ReturnReason, Wants
from linkwell.web.design.parts import PersonCard
from linkwell.web.design.words import day

HELPS = {
    Help.INTERPRETER: "interpreter",
    Help.LARGE_PRINT: "large print",
    Help.STEP_FREE: "step-free",
    Help.COMPANION: "someone with them",
    Help.WOMAN: "a woman link worker",
    Help.MAN: "a man link worker",
}
CHANNELS = {
    Channel.PHONE: "ring",
    Channel.TEXT: "text",
    Channel.EMAIL: "e-mail",
    Channel.POST: "post",
}
SAFE = {Safe.YES: "safe", Safe.NO: "not safe", Safe.NOT_ASKED: "nobody has asked"}
WANTS = {
    Wants.YES: "Knows what a link worker does and wants it.",
    Wants.NOT_ASKED: "Has not been asked whether they want this.",
    Wants.NO: "Said no, this time.",
}
RETURNED = {
    ReturnReason.NOT_FOR_US: "Not something a link worker can help with",
    ReturnReason.MORE_SUPPORT: "Needs more support than a link worker can give",
    ReturnReason.OUT_OF_AREA: "Lives outside our area",
    ReturnReason.ALREADY_HELPED: "Already has the help they asked for",
    ReturnReason.DIED: "They have died, we are sorry to say",
    ReturnReason.WITHDREW: "They took back their consent, as anybody may",
}


STATES = {
    ReferralState.RECEIVED: "To be decided",
    ReferralState.NEEDS_MORE: "The practice was asked something",
    ReferralState.ACCEPTED: "Taken on",
    ReferralState.RETURNED: "Returned",
    ReferralState.DECLINED: "Said no, this time",
    ReferralState.PASSED_ON: "Passed on",
    ReferralState.LINKED: "Goes on in the record that we have",
}
DANGER = {
    Danger.NOT_ASKED: "",
    Danger.ASKED: "Whoever refers is being asked whether anyone is in danger now.",
    Danger.YES: "Whoever refers says that somebody is in danger now.",
    Danger.UNKNOWN: "Whoever refers does not know whether anyone is in danger. Treat it as a yes.",
    Danger.NO: "Whoever refers has asked: nobody is in danger now.",
    Danger.OTHER_MEANING: "Whoever refers says that these words mean something else here.",
}


ICONS = {
    Channel.PHONE: "phone",
    Channel.TEXT: "chat",
    Channel.EMAIL: "mail",
    Channel.POST: "mail",
    Help.INTERPRETER: "chat",
    Help.LARGE_PRINT: "file",
    Help.STEP_FREE: "walk",
}


def card_of(
    person: Person,
    case_id: UUID | None = None,
    *,
    since: datetime | None = None,
    next_step: str = "",
    ways: Sequence[Way] | None = None,
) -> PersonCard:
    """Who a page is about: the one way to make it. `case_id`: with the way back to that story.

    `since`: the beginning of what the page is about, where it leads to no story. `ways`, where the
    page has asked for them already. After a death there is no number on it; once they took back
    their consent since that beginning, nothing but that. ValueError without either beginning.
    """
    began = case_id or since
    if began is None:
        raise ValueError("A card says since when: of which case, or which moment.")
    seen = seen_at_once(person.pk, began)
    gone = gone_words(person, withdrew=seen.withdrew)
    href = reverse("case", args=[case_id]) if case_id is not None else ""
    if seen.withdrew:
        return PersonCard(name=str(person), href=href, gone=gone, next=next_step)
    ways = () if gone else ways_to_reach(person.pk) if ways is None else ways
    helps = [Help(code) for code in person.helps]
    safe = [way.channel for way in ways if way.is_safe]
    return PersonCard(
        name=str(person),
        href=href,
        age="" if person.died_on else age_words(person.birth_date),
        gone=gone,
        contact=safe_contact(ways),
        by=ICONS[safe[0]] if safe else "",
        need=sentence(", ".join(HELPS[one] for one in helps)),
        need_icon=ICONS.get(helps[0], "ear") if helps else "",
        hidden=seen.hidden,
        careful=person.not_told,
        next=next_step,
    )


def gone_words(person: Person, *, withdrew: bool) -> str:
    """Why nothing begins with somebody any more, in a few words; empty while it may."""
    if person.died_on is not None:
        return f"Died {day(person.died_on).split(' ', 1)[1]}"
    return "Took back their consent" if withdrew else ""


def age_words(born: date) -> str:
    return f"{age_on(born, clock.today())} years old"


def safe_contact(ways: Sequence[Way]) -> str:
    """How it is safe to reach somebody, in a few words; empty when nobody has asked."""
    safe = [way for way in ways if way.is_safe]
    if not safe:
        return "Ask anew what is safe, by voice" if any(one.to_confirm for one in ways) else ""
    parts = [f"{CHANNELS[way.channel]} {way.value}" for way in safe]
    times = next((way.times for way in safe if way.times), "")
    return sentence(", ".join(parts)) + (f". {times}" if times else "")


def sentence(text: str) -> str:
    """With a capital at the front."""
    return text[:1].upper() + text[1:]
