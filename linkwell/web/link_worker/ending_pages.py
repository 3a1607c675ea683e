"""What the pages of an ending show, and their forms."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from linkwell.cases.rules import FOR_GOOD, Because
from linkwell.conversations.rules import SKIPS, Again
from linkwell.kernel import clock
from linkwell.web.design.dates import DateParts
from linkwell.web.design.fields import Choice, Radios, Tick
from linkwell.web.design.forms import Form
from linkwell.web.design.parts import PersonCard
from linkwell.web.link_worker.conversation_words import AGAIN
from linkwell.web.pages import FormPage
from linkwell.web.stories.cases import BECAUSE

SKIP = "skip_"  # before the name of what is not asked again


class EndForm(Form):
    """Why it ends; why what was begun is not asked again; and that what stays undone was seen."""

    button = "End it"

    because = Radios(
        "Why does it end?",
        [Choice(one, BECAUSE[one]) for one in Because if one not in FOR_GOOD],
        missing="Choose why it ends",
        stacked=True,
    )

    def __init__(
        self, *args: Any, repeats: Sequence[tuple[str, str]], undone: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.left = [what for what, _ in repeats]
        for what, label in repeats:
            self.fields[f"{SKIP}{what}"] = Radios(
                f"{label}: not asked again. Why not?",
                [Choice(why, AGAIN[why]) for why in SKIPS],
                missing="Ask it again, or say why not",
                stacked=True,
            )
        if undone:
            self.fields["seen"] = Tick(
                "I have seen what stays undone",
                missing="Look at what stays undone, and tick that you have seen it",
            )
        self.order_fields([*(f"{SKIP}{what}" for what in self.left), "seen", "because"])

    def chosen(self) -> Because:
        return Because(self.cleaned_data["because"])

    def skipped(self) -> dict[str, Again]:
        return {what: Again(self.cleaned_data[f"{SKIP}{what}"]) for what in self.left}


class UntilForm(Form):
    """Hold, pause, or agree when it ends: which, and until when."""

    button = "Write it down"

    what = Radios(
        "What happens now?",
        [
            Choice("hold", "Holding", "Something has a queue. You keep them steady until then."),
            Choice("pause", "A pause", "They wish to stop for a while."),
            Choice("end", "Agree on the last day", "Both of you know when this ends."),
        ],
        missing="Choose what happens now",
        stacked=True,
    )
    day = DateParts("Until which day?", missing="Write a day, within four weeks for the first two")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["day"].not_before = clock.today()  # type: ignore[attr-defined]
        self.fields["day"].outside = "Choose a day that is still to come"  # type: ignore[attr-defined]


@dataclass(frozen=True)
class RepeatLine:
    """Something begun at the start: whether it was asked again, or where it is."""

    label: str
    begun: str
    state: str  # empty while it is open
    href: str
    act: str


@dataclass(frozen=True)
class UndoneLine:
    """Something that is under way, and what becomes of it when it ends."""

    what: str
    note: str
    href: str


@dataclass(frozen=True, kw_only=True)
class EndPage(FormPage):
    """End an episode: what is asked again before that, what stays undone, and why it ends."""

    template: ClassVar[str] = "link_worker/end.jinja"
    window: ClassVar[str] = "How it ends"

    card: PersonCard
    given_name: str
    danger: str  # where it is settled, while it is open
    planned: str  # the day that was agreed; empty without one
    repeats: tuple[RepeatLine, ...]
    undone: tuple[UndoneLine, ...]
    until: str
    back: str


@dataclass(frozen=True, kw_only=True)
class UntilPage(FormPage):
    """Hold, pause, or agree on the last day."""

    template: ClassVar[str] = "link_worker/until.jinja"
    window: ClassVar[str] = "How it goes on"

    card: PersonCard
    end: str
    back: str
