"""What the pages of an ending show, and their forms."""

from dataclasses import dataclass
from typing import Any, ClassVar

from linkwell.cases.rules import FOR_GOOD, Because
from linkwell.kernel import clock
from linkwell.web.design.dates import DateParts
from linkwell.web.design.fields import Choice, Radios
from linkwell.web.design.forms import Form
from linkwell.web.design.parts import PersonCard
from linkwell.web.pages import FormPage
from linkwell.web.stories.cases import BECAUSE


class EndForm(Form):
    """Why it ends."""

    button = "End it, and write to the practice"

    because = Radios(
        "Why does it end?",
        [Choice(one, BECAUSE[one]) for one in Because if one not in FOR_GOOD],
        missing="Choose why it ends",
        stacked=True,
    )

    def chosen(self) -> Because:
        return Because(self.cleaned_data["because"])


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


@dataclass(frozen=True, kw_only=True)
class EndPage(FormPage):
    """End an episode, or say how it goes on."""

    template: ClassVar[str] = "link_worker/end.jinja"
    window: ClassVar[str] = "How it goes on"

    card: PersonCard
    danger: str  # where it is settled, while it is open
    other: str
    other_label: str
    back: str
