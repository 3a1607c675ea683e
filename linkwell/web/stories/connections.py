"""The story of options and of what became of them."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from linkwell.connections.rules import Answer, PartnerAnswer, Question, RefusalReason, Source
from linkwell.web.connection_words import ANSWERS, PARTNER_SAID, QUESTIONS
from linkwell.web.design.parts import Side
from linkwell.web.design.words import counted
from linkwell.web.people_words import sentence
from linkwell.web.stories.telling import DISPUTED, PAPER, Context, Teller, Told

REFUSED = {
    RefusalReason.TOO_FAR: "too far",
    RefusalReason.NOT_THEN: "not at that time",
    RefusalReason.COSTS: "costs too much",
    RefusalReason.NOT_MY_THING: "not their thing",
    RefusalReason.NOT_YET: "not yet",
    RefusalReason.TRIED_BEFORE: "tried it before",
    RefusalReason.RATHER_NOT_SAY: "would rather not say why",
}

_WHO = {Source.PERSON: "They say", Source.PARTNER: "The partner says"}
TELLERS: dict[str, Teller] = {
    "OptionsShown": lambda row, d, c: Told(
        "Looked at options",
        f"{sentence(counted(d['shown'], 'option', 'options'))} of {d['considered']} services.",
        link=("See that list", reverse("options", args=[row])),
    ),
    "OptionChosen": lambda row, d, c: Told(f"Chose {_name(row, c)}"),
    "OptionRefused": lambda row, d, c: Told(
        f"Would rather not: {_name(row, c)}",
        f"{sentence(REFUSED[RefusalReason(d['reason'])])}.",
        PAPER,
    ),
    "ToldAbout": lambda row, d, c: Told(
        f"Told about {_name(row, c)}", "They go by themselves.", link=_way(row)
    ),
    "DetailsSent": lambda row, d, c: Told(
        f"{_lines(d['lines'])} to {_name(row, c)}, on their word"
        if d["by_phone"]
        else f"{_lines(d['lines'])} sent to {_name(row, c)}, on their word",
        _left_out(d["left_out"]),
        link=("See what they read", reverse("connection", args=[row])),
    ),
    "DetailsTakenBack": lambda row, d, c: Told(
        f"Taken back from {_name(row, c)}", "Nothing had left.", PAPER
    ),
    "PartnerNudged": lambda row, d, c: Told(f"Asked {_name(row, c)} again", kind=PAPER),
    "ConnectionAnswered": lambda row, d, c: Told(
        f"{_name(row, c)} answered: {PARTNER_SAID[PartnerAnswer(d['answer'])].lower()}",
        f"In {counted(d['weeks'], 'week', 'weeks')}." if d["weeks"] else "",
        PAPER,
        link=_way(row),
    ),
    "Attended": lambda row, d, c: Told(f"Got there: {_name(row, c)}", link=_way(row)),
    "GoingSaid": lambda row, d, c: Told(
        {
            "yes": f"Would like to go: {_name(row, c)}",
            "not_sure": f"Not sure about {_name(row, c)}",
            "not_this_time": f"Not this time: {_name(row, c)}",
        }[d["going"]],
        "By their own page.",
    ),
    "AccountGiven": lambda row, d, c: Told(
        QUESTIONS[Question(d["question"])].rstrip("?") + f", {_name(row, c)}",
        f"{_WHO[Source(d['source'])]}: {ANSWERS[Answer(d['answer'])].lower()}.",
        PAPER,
    ),
    "AccountsDiffer": lambda row, d, c: Told(
        f"Two different answers: {_name(row, c)}",
        "Kept apart until one of them says more.",
        DISPUTED,
        link=_way(row),
        sides=_sides(_name(row, c), d),
    ),
    "AccountsAgree": lambda row, d, c: Told(
        f"No longer two different answers: {_name(row, c)}",
        f"{QUESTIONS[Question(d['question'])]} {ANSWERS[Answer(d['answer'])]}."
        if d["answer"]
        else "",
        PAPER,
    ),
    "NotAttended": lambda row, d, c: Told(
        f"They had not been there after all: {_name(row, c)}", kind=PAPER, link=_way(row)
    ),
    "ConnectionStopped": lambda row, d, c: Told(
        f"Would rather not: {_name(row, c)}", f"{sentence(REFUSED[RefusalReason(d['reason'])])}."
    ),
    "ConnectionRecalled": lambda row, d, c: Told(
        f"Taken back: {_name(row, c)}",
        "They were told, without a reason." if d["partner_knew"] else "",
        PAPER,
    ),
    "DetailsClosed": lambda row, d, c: Told(
        f"Let go: {_name(row, c)}",
        "They were told, without a reason." if d["partner_knew"] else "",
        PAPER,
    ),
    "NothingSuited": lambda _, d, c: Told("Nothing suited", "Kept, so that the gap can be seen."),
}


def _sides(name: str, said: dict[str, Any]) -> tuple[Side, ...]:
    """What each said last, where the event still tells it."""
    if not said.get("person") or not said.get("partner"):
        return ()
    return (
        Side("They say", ANSWERS[Answer(said["person"])]),
        Side(f"{name} says", ANSWERS[Answer(said["partner"])]),
    )


def _lines(count: int) -> str:
    return sentence(counted(count, "line", "lines"))


def _left_out(count: int) -> str:
    return f"{sentence(counted(count, 'line', 'lines'))} left out." if count else ""


def _way(row: UUID) -> tuple[str, str]:
    return "Open", reverse("connection", args=[row])


def _name(row: UUID, context: Context) -> str:
    return context.names.get(row, "an option")
