"""What the pages of a message to the practice show, and its form."""

from dataclasses import dataclass
from typing import ClassVar

from linkwell.feedback.rules import MOST_WORDS, Words
from linkwell.web.design.fields import LongText, Radios
from linkwell.web.design.forms import Form
from linkwell.web.design.parts import PersonCard
from linkwell.web.link_worker.hard_pages import HOW_SAID
from linkwell.web.pages import FormPage, PageData


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


class RatherNotForm(Form):
    """They would rather that the practice is not told."""

    button = "Write that down"

    how = Radios("How did they say it?", HOW_SAID, missing="Choose how they said it", stacked=True)


@dataclass(frozen=True, kw_only=True)
class TellPracticePage(FormPage):
    """Write the message; then see exactly what they will read, before it goes."""

    template: ClassVar[str] = "link_worker/tell_practice.jinja"
    window: ClassVar[str] = "Message to the practice"

    card: PersonCard
    practice: str
    about: str  # whom, in the line that stands above the words; empty while it is being written
    preview: tuple[str, ...]  # the lines as they will be read; empty while it is being written
    count: int
    code: str
    rather_not: RatherNotForm | None  # not after a death: nobody says so any more
    given_name: str
    back: str
    most: int = MOST_WORDS


@dataclass(frozen=True, kw_only=True)
class PracticeMessagePage(PageData):
    """A message as it was sent: to read, copy, print, and tick as filed."""

    template: ClassVar[str] = "link_worker/practice_message.jinja"
    window: ClassVar[str] = "Message to the practice"

    card: PersonCard
    about: str  # whom, in one line: it is filed by hand
    lines: tuple[str, ...]
    copy: str
    code: str
    term: str
    sent: str
    filed: str
    file: str
    pdf: str
    json: str
