"""What the pages of the hard days show, and their forms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError

from linkwell.cases.actions import GUESSED
from linkwell.consent.rules import Basis, HowAsked, open_bases
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault
from linkwell.people.phones import read
from linkwell.people.rules import ProxyScope, is_good_word
from linkwell.web.design.dates import DateParts
from linkwell.web.design.fields import Checkboxes, Choice, LongText, Phone, Radios, Text, Tick
from linkwell.web.design.forms import Form
from linkwell.web.design.parts import Act, PersonCard
from linkwell.web.pages import FormPage, PageData


class DiedForm(Form):
    button = "Write it down"

    on = DateParts(
        "When did they die?",
        missing="Write the day, as far as it is known",
        outside="Write a day that has been",
    )
    sure = Tick(
        "I have heard this from somebody who knows. Everything that would be sent to them stops"
        " now.",
        missing="Tick that you have heard it from somebody who knows",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["on"].not_before = date(1900, 1, 1)  # type: ignore[attr-defined]
        self.fields["on"].not_after = clock.today()  # type: ignore[attr-defined]


WORD_HINT = "At least four letters, nobody’s name. It is asked for each time."
HOW_SAID = (
    Choice(HowAsked.FACE_TO_FACE, "Face to face"),
    Choice(HowAsked.PHONE, "By phone"),
    Choice(HowAsked.VIDEO, "By video"),
    Choice(HowAsked.WRITING, "In writing"),
)


class WithdrawForm(Form):
    button = "Stop everything now"

    how = Radios("How did they say it?", HOW_SAID, missing="Choose how they said it", stacked=True)


class AgreeAnewForm(Form):
    button = "Write it down"

    yes = Tick(
        "They agree that we write down what we talk about, and write to them.",
        missing="Tick what they agreed to. If they said no, go back",
    )
    practice = Tick("They also agree that the practice hears what came of it.")
    how = Radios(
        "How did you ask them?", HOW_SAID, missing="Choose how you asked them", stacked=True
    )


class ProxyForm(Form):
    button = "Write it down"

    name = Text("Their name", missing="Write who speaks for them", max_length=100, width=20)
    relation = Text(
        "Who are they to the person?",
        missing="Write who they are, such as daughter",
        max_length=60,
        width=20,
    )
    phone = Phone(
        "Their phone number",
        autocomplete="off",
        max_length=20,
        hint="If we may ring them. Leave it empty if only they ring us.",
    )
    scope = Checkboxes(
        "What may they do?",
        [
            Choice(ProxyScope.SPEAK, "Ring us, and be rung"),
            Choice(ProxyScope.PLAN, "See what was chosen, by a link"),
        ],
        missing="Choose what they may do",
        hint="Restricted entries are never shown.",
    )
    ends = DateParts("Until which day?", missing="Write the last day, within a year from now")
    word = Text(
        "A word that opens their page",
        max_length=40,
        width=20,
        autocomplete="off",
        hint=f"Only if they may see what was chosen. {WORD_HINT}",
    )

    def __init__(self, *args: Any, names: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.names = names

    def clean_phone(self) -> str:
        typed: str = self.cleaned_data["phone"]
        try:
            return read(typed) if typed else ""
        except InputAtFault as fault:
            raise ValidationError(fault.sentence) from None

    def clean(self) -> dict[str, Any]:
        """Who may see something sees it behind a word that others cannot guess."""
        said = super().clean()
        known = (*self.names, *said.get("name", "").split())
        if ProxyScope.PLAN in said.get("scope", ()) and not is_good_word(
            said.get("word", ""), *known
        ):
            self.add_error("word", GUESSED)
        return said


BASES = {
    Basis.OWN_DECISION: "They decided themselves, with the help they needed",
    Basis.ATTORNEY: "An attorney decided, under a lasting power of attorney",
    Basis.DEPUTY: "A deputy of the Court of Protection decided",
    Basis.BEST_INTERESTS: "It was made in their best interests",
    Basis.COMPETENT: "They are competent to decide this: they understand enough",
    Basis.PARENTAL: "Somebody with parental responsibility decided",
    Basis.COURT: "A court decided",
}


class DecisionForm(Form):
    """Capacity is about one decision at one time, never about a person."""

    button = "Write it down"

    about = Text(
        "Which decision?",
        missing="Write which decision this is about",
        max_length=200,
        hint="For example: whether the day centre is told about her",
    )
    basis = Radios(
        "On what basis was it made?",
        missing="Choose on what basis it was made",
        stacked=True,
    )
    by = Text("Who decided, if not they themselves?", max_length=100, width=30)
    note = LongText("Anything that a colleague must know", max_length=500, rows=3)

    def __init__(self, *args: Any, age: int, **options: Any) -> None:
        super().__init__(*args, **options)
        bases: Any = self.fields["basis"]
        bases.offer([Choice(basis, BASES[basis]) for basis in open_bases(age)])


class OwnPageForm(Form):
    button = "Make their page"

    word = Text(
        "A word that you agreed on",
        missing="Write the word that you agreed on",
        max_length=40,
        width=20,
        autocomplete="off",
        hint=WORD_HINT,
    )


@dataclass(frozen=True, kw_only=True)
class HardDayPage(FormPage):
    """One form of a hard day, with what follows from it."""

    template: ClassVar[str] = "link_worker/hard_day.jinja"

    card: PersonCard
    follows: tuple[str, ...]
    back: str


# What the window is called names the act, and nobody.
class DeathPage(HardDayPage):
    window = "A death"


class WithdrawPage(HardDayPage):
    window = "Consent is taken back"


class AgreeAnewPage(HardDayPage):
    window = "Agreeing anew"


class SpeakingPage(HardDayPage):
    window = "Somebody speaks for them"


class DecisionPage(HardDayPage):
    window = "A decision"


class OwnPagePage(HardDayPage):
    window = "A page of their own"


@dataclass(frozen=True)
class Speaks:
    """Somebody who speaks for the person."""

    name: str
    relation: str
    phone: str
    what: str
    until: str
    closed: bool  # their page opens no more, though they speak on
    asked: bool  # somebody close harms the person: is it this one?
    end: str  # where it is ended; empty when it has


@dataclass(frozen=True)
class Decided:
    about: str
    how: str
    when: str


@dataclass(frozen=True, kw_only=True)
class HardDaysPage(PageData):
    """Everything that may go hard, each with one way on."""

    template: ClassVar[str] = "link_worker/hard_days.jinja"
    window: ClassVar[str] = "When it is hard"

    card: PersonCard
    under_18: bool
    links: tuple[Act, ...]
    buttons: tuple[Act, ...]
    died: bool
    speakers: tuple[Speaks, ...]
    decisions: tuple[Decided, ...]
    back: str


@dataclass(frozen=True, kw_only=True)
class NewAddressPage(PageData):
    """A link, told once: to be read out, written down or printed."""

    template: ClassVar[str] = "link_worker/new_address.jinja"
    window: ClassVar[str] = "A new page"

    card: PersonCard
    whose: str
    address: str
    until: str
    back: str


@dataclass(frozen=True)
class Knows:
    """Somebody who was told something, and what."""

    who: str
    what: str
    when: str


@dataclass(frozen=True, kw_only=True)
class WithdrawalReceiptPage(PageData):
    """What was stopped, who knew, what must be kept and why: to print and hand over."""

    template: ClassVar[str] = "link_worker/withdrawal.jinja"
    window: ClassVar[str] = "A receipt"

    given_name: str
    when: str
    knew: tuple[Knows, ...]
    service_name: str
    phone: str
    back: str
