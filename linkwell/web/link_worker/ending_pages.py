"""What the pages of feedback and of an ending show, and their forms."""

from dataclasses import dataclass
from typing import Any, ClassVar

from linkwell.cases.rules import FOR_GOOD, Because
from linkwell.feedback.rules import MOST_WORDS, Words
from linkwell.kernel import clock
from linkwell.web.design.dates import DateParts
from linkwell.web.design.fields import Choice, LongText, Radios
from linkwell.web.design.forms import Form
from linkwell.web.design.parts import PersonCard
from linkwell.web.pages import FormPage, PageData
from linkwell.web.stories.cases import BECAUSE


class PracticeForm(Form):
    """Three lines for the practice."""

    button = "Show it as they will read it"

    requested = LongText(
        "What should the practice do?",
        rows=2,
        max_length=300,
        hint="Leave it empty and it says “Requested actions: none”.",
    )
    mattered = LongText("What mattered to them?", rows=2, max_length=300)
    done = LongText("What was done, and what came of it?", rows=3, max_length=400)

    def words(self) -> Words:
        said = self.cleaned_data
        return Words(said["requested"], said["mattered"], said["done"])


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
class TellPracticePage(FormPage):
    """Write the message; then see exactly what they will read, before it goes."""

    template: ClassVar[str] = "link_worker/tell_practice.jinja"
    window: ClassVar[str] = "Message to the practice"

    card: PersonCard
    practice: str
    preview: tuple[str, ...]  # the lines as they will be read; empty while it is being written
    count: int
    code: str
    back: str
    most: int = MOST_WORDS


@dataclass(frozen=True, kw_only=True)
class PracticeMessagePage(PageData):
    """A message as it was sent: to read, copy, print, and tick as filed."""

    template: ClassVar[str] = "link_worker/practice_message.jinja"
    window: ClassVar[str] = "Message to the practice"

    card: PersonCard
    lines: tuple[str, ...]
    copy: str
    code: str
    term: str
    sent: str
    filed: str
    file: str
    pdf: str
    json: str


@dataclass(frozen=True, kw_only=True)
class EndPage(FormPage):
    """End an episode, or say how it goes on."""

    template: ClassVar[str] = "link_worker/end.jinja"
    window: ClassVar[str] = "How it goes on"

    card: PersonCard
    at_risk: bool
    other: str
    other_label: str
    back: str
