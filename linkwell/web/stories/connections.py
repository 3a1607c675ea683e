"""The story of options and of what became of them."""

from uuid import UUID

from django.urls import reverse

from linkwell.connections.rules import RefusalReason
from linkwell.web.design.words import counted
from linkwell.web.people_words import sentence
from linkwell.web.stories.telling import PAPER, Context, Teller, Told

REFUSED = {
    RefusalReason.TOO_FAR: "too far",
    RefusalReason.NOT_THEN: "not at that time",
    RefusalReason.COSTS: "costs too much",
    RefusalReason.NOT_MY_THING: "not their thing",
    RefusalReason.NOT_YET: "not yet",
    RefusalReason.TRIED_BEFORE: "tried it before",
    RefusalReason.RATHER_NOT_SAY: "would rather not say why",
}

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
    "NothingSuited": lambda _, d, c: Told("Nothing suited", "Kept, so that the gap can be seen."),
}


def _name(row: UUID, context: Context) -> str:
    return context.names.get(row, "an option")
