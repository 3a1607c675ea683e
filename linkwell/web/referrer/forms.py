"""The referral form. It checks wording; what follows is the action's business."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.forms import BoundField

from linkwell.access.queries import Door
from linkwell.consent.rules import HowAsked
from linkwell.kernel import clock, nhs_number, postcode
from linkwell.kernel.errors import InputAtFault
from linkwell.kernel.ids import new_id, read_id
from linkwell.people import phones
from linkwell.people.rules import Channel, NoNhsNumber, Safe
from linkwell.referrals.rules import Help, NewContact, NewReferral, Wants
from linkwell.web.design.dates import DateParts
from linkwell.web.design.fields import (
    Checkboxes,
    Choice,
    Hidden,
    LongText,
    Phone,
    Radios,
    Select,
    Text,
    Tick,
)
from linkwell.web.design.forms import Form

LANGUAGES = (
    ("en", "English"),
    ("ar", "Arabic"),
    ("bn", "Bengali"),
    ("zh", "Chinese"),
    ("fa", "Farsi"),
    ("fr", "French"),
    ("gu", "Gujarati"),
    ("ku", "Kurdish"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("pa", "Punjabi"),
    ("ro", "Romanian"),
    ("so", "Somali"),
    ("es", "Spanish"),
    ("ti", "Tigrinya"),
    ("uk", "Ukrainian"),
    ("ur", "Urdu"),
    ("cy", "Welsh"),
)

# What was said about ringing and texting -> how safe each is.
SAFE_WAYS = {
    "ring_or_text": (Safe.YES, Safe.YES),
    "ring_only": (Safe.YES, Safe.NO),
    "neither": (Safe.NO, Safe.NO),
    "not_asked": (Safe.NOT_ASKED, Safe.NOT_ASKED),
}


# The answer to whether they want this -> what it says, and how they were asked.
WANTED = {
    "yes": (Wants.YES, HowAsked.FACE_TO_FACE),
    "yes_phone": (Wants.YES, HowAsked.PHONE),
    "yes_writing": (Wants.YES, HowAsked.WRITING),
    "not_asked": (Wants.NOT_ASKED, HowAsked.NOT_ASKED),
    "no": (Wants.NO, HowAsked.FACE_TO_FACE),
}

# What is folded away: name -> summary and fields. A part with something in it stands open.
FOLDS = {
    "who": (
        "Change what was found",
        ("given_name", "family_name", "birth_date", "number", "phone"),
    ),
    "reach": (
        "Safe times, and who must not be told",
        ("times", "not_told", "no_number"),
    ),
    "home": ("Street, or an address to keep hidden", ("address", "hide_address")),
    "part": ("Language, interpreter, and what helps them take part", ("language", "helps", "told")),
}


def _born(label: str, *, missing: str, own: bool = False) -> DateParts:
    return DateParts(
        label,
        missing=missing,
        birth_date=own,
        not_before=date(1900, 1, 1),
        outside="Check the date of birth: it must be in the past, after 1900",
    )


def _spoken(label: str) -> Select:
    choices = [Choice(code, name) for code, name in LANGUAGES]
    return Select(label, choices, initial="en", empty="", say_optional=False)


class ReferForm(Form):
    """Who it is, how to reach them safely, what is going on, and whether they want this.

    What most referrals need stands open; the rest is folded away (`FOLDS`).
    """

    button = "Send the referral"

    key = Hidden()
    door = Select("Practice", missing="Choose the practice that refers")
    referred_by = Text("Your name and role", missing="Write your name and role", width=30)
    given_name = Text("First name", missing="Write the first name", max_length=100, width=20)
    family_name = Text("Family name", missing="Write the family name", max_length=100, width=20)
    birth_date = _born("Date of birth", missing="Write the date of birth")
    number = Text(
        "NHS number",
        hint="10 digits. Leave it empty if you do not have it.",
        width=20,
        inputmode="numeric",
    )
    no_number = Select(
        "If there is no NHS number, why?",
        [
            Choice(NoNhsNumber.NOT_KNOWN, "I do not have it here"),
            Choice(NoNhsNumber.NOT_REGISTERED, "They are not registered with a practice"),
            Choice(NoNhsNumber.RATHER_NOT, "They would rather not give it"),
        ],
        initial=NoNhsNumber.NOT_KNOWN,
        empty="",
        say_optional=False,
    )
    phone = Phone("Phone number", autocomplete="off")
    safe = Radios(
        "Is it safe to ring or text this number?",
        [
            Choice("ring_or_text", "Yes, ring or text"),
            Choice("ring_only", "Ring only, no texts"),
            Choice("neither", "No, not safe"),
            Choice("not_asked", "Nobody has asked"),
        ],
        initial="not_asked",
        say_optional=False,
        hint="We use it only if somebody has said that it is safe.",
    )
    times = Text("Best and safe times to ring", max_length=100, hint="For example: mornings")
    not_told = Text(
        "Who must not be told?",
        max_length=200,
        hint="For example: her husband. Nothing is said to them, and no message is left.",
    )
    words = LongText(
        "What is going on, in plain words?",
        missing="Write two or three lines about what is going on",
        hint="Two or three lines. What did they say themselves? Leave out what the medical record"
        " already holds.",
    )
    wants = Radios(
        "Do they know what a link worker does, and want this?",
        [
            Choice("yes", "Yes, we talked about it"),
            Choice("yes_phone", "Yes, by phone or video"),
            Choice("yes_writing", "Yes, in writing"),
            Choice("not_asked", "Not yet asked"),
            Choice("no", "They said no"),
        ],
        missing="Say whether they want this. “Not yet asked” is an answer too",
    )
    told = Tick("I told them what to expect, or gave them the leaflet")
    helps = Checkboxes(
        "Anything that helps them take part?",
        [
            Choice(Help.INTERPRETER, "Interpreter"),
            Choice(Help.LARGE_PRINT, "Large print"),
            Choice(Help.STEP_FREE, "Step-free"),
            Choice(Help.COMPANION, "Someone with them"),
            Choice(Help.WOMAN, "A woman link worker"),
            Choice(Help.MAN, "A man link worker"),
        ],
        say_optional=False,
        hint="Leave blank if you don’t know. Blank counts as “not asked”.",
    )
    language = _spoken("Language they speak best")
    address = Text("Street and town", max_length=200, autocomplete="off")
    postcode = Text(
        "Postcode", max_length=10, width=10, autocomplete="off", hint="To find what is near them."
    )
    hide_address = Tick(
        "Keep the address hidden. It is shown to nobody, and nothing is posted to it."
    )

    def __init__(self, *args: Any, doors: Sequence[Door], **options: Any) -> None:
        super().__init__(*args, **options)
        self.doors = {f"{door.practice_id}.{door.service_id}": door for door in doors}
        self.fields["door"].offer(  # type: ignore[attr-defined]
            [Choice(key, door.practice_name) for key, door in self.doors.items()]
        )
        if len(self.doors) == 1:
            del self.fields["door"]
        self.fields["birth_date"].not_after = clock.today()  # type: ignore[attr-defined]
        self.fields["key"].initial = str(new_id())

    def clean_number(self) -> str | None:
        typed = self.cleaned_data["number"]
        return _read(nhs_number.read, typed, self, "number")

    def clean_phone(self) -> str | None:
        return _read(phones.read, self.cleaned_data["phone"], self, "phone")

    def clean_postcode(self) -> str | None:
        return _read(postcode.read, self.cleaned_data["postcode"], self, "postcode")

    def folded(self, name: str, *, shown: bool = False) -> "Fold":
        """One of `FOLDS`, with its fields; open when one of them is to be mended or holds words.

        `shown`: what they hold stands above already, as found in a letter.
        """
        summary, names = FOLDS[name]
        fields = [self[one] for one in names]
        wrong = any(one.errors for one in fields)
        plain = {"en", str(NoNhsNumber.NOT_KNOWN)}
        said = any(str(value) not in plain for one in fields if (value := one.value()))
        return Fold(name, summary, tuple(fields), is_open=wrong or (said and not shown))

    @property
    def submission_key(self) -> UUID:
        """The key that makes sending twice harmless; a damaged one is a new form."""
        return read_id(self.cleaned_data.get("key") or "") or new_id()

    def referral(self) -> NewReferral:
        """What was written, for the action. Call when valid."""
        said = self.cleaned_data
        door = self.doors[said["door"]] if "door" in said else next(iter(self.doors.values()))
        number = said["number"] or None
        return NewReferral(
            service_id=door.service_id,
            practice_id=door.practice_id,
            referred_by=said["referred_by"],
            given_name=said["given_name"],
            family_name=said["family_name"],
            birth_date=said["birth_date"],
            words=said["words"],
            wants=WANTED[said["wants"]][0],
            how_asked=WANTED[said["wants"]][1],
            told=True if said["told"] else None,
            not_told=said["not_told"],
            nhs_number=number,
            no_nhs_number=None if number else NoNhsNumber(said["no_number"] or "not_known"),
            contacts=self._contacts(),
            address_lines=said["address"],
            postcode=said["postcode"] or "",
            hide_address=said["hide_address"],
            language=said["language"] or "en",
            helps=frozenset(Help(code) for code in said["helps"]),
        )

    def _contacts(self) -> tuple[NewContact, ...]:
        phone, times = self.cleaned_data["phone"], self.cleaned_data["times"]
        if not phone:
            return ()
        ring, text = SAFE_WAYS.get(self.cleaned_data["safe"], SAFE_WAYS["not_asked"])
        return (
            NewContact(Channel.PHONE, phone, ring, times),
            NewContact(Channel.TEXT, phone, text, times),
        )


class AskForm(ReferForm):
    """The same, asked by the person: in their words to us, and as little as will do."""

    button = "Ask for a link worker"

    given_name = Text(
        "Your first name",
        missing="Write your first name",
        max_length=100,
        width=20,
        autocomplete="given-name",
    )
    family_name = Text(
        "Your family name",
        missing="Write your family name",
        max_length=100,
        width=20,
        autocomplete="family-name",
    )
    birth_date = _born("Your date of birth", missing="Write your date of birth", own=True)
    words = LongText(
        "What is on your mind?",
        missing="Write a few words about what is on your mind",
        hint="In your own words. A line is enough.",
    )
    phone = Phone("A phone number", autocomplete="tel", hint="So that we can ring you.")
    safe = Radios(
        "Is it safe to ring or text this number?",
        [
            Choice("ring_or_text", "Yes, ring or text"),
            Choice("ring_only", "Ring only, no texts"),
            Choice("neither", "No, somebody else may answer or read it"),
        ],
        say_optional=False,
    )
    times = Text("When may we ring?", max_length=100, hint="For example: mornings")
    not_told = Text(
        "Is there anyone who must not know?",
        max_length=200,
        hint="For example: somebody at home. We say nothing to them, and leave no message.",
    )
    helps = Checkboxes(
        "What would help you to take part?",
        [
            Choice(Help.INTERPRETER, "An interpreter"),
            Choice(Help.LARGE_PRINT, "Large print"),
            Choice(Help.STEP_FREE, "A place without steps"),
            Choice(Help.COMPANION, "Someone with me"),
            Choice(Help.WOMAN, "A woman to talk to"),
            Choice(Help.MAN, "A man to talk to"),
        ],
        say_optional=False,
    )
    language = _spoken("The language that you speak best")
    postcode = Text(
        "Your postcode",
        max_length=10,
        width=10,
        autocomplete="postal-code",
        hint="To find what is near.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in _BY_THEMSELVES:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("phone") and not said.get("safe"):
            self.add_error("safe", "Say whether it is safe to ring or text this number")
        return {**said, **_BY_THEMSELVES}


# What a practice says, and nobody has to who asks: they ask, so they want it.
_BY_THEMSELVES = {
    "referred_by": "themselves",
    "wants": "yes_writing",
    "told": False,
    "number": None,
    "no_number": NoNhsNumber.NOT_KNOWN,
    "address": "",
    "hide_address": False,
}


class LeaveNumberForm(Form):
    """A number for the duty clinician, by whoever asks for themselves and may be in danger."""

    phone = Phone(
        "A number that is safe to ring",
        autocomplete="tel",
        hint="If you leave one, a person rings it. Nothing automatic is sent.",
    )

    def clean_phone(self) -> str | None:
        return _read(phones.read, self.cleaned_data["phone"], self, "phone")


class AnswerForm(Form):
    """The practice's answer to what the team asks."""

    button = "Send the answer"

    answer = LongText("Your answer", missing="Write an answer", max_length=2000, rows=3)


@dataclass(frozen=True)
class Fold:
    """Fields that are folded away under a summary."""

    name: str
    summary: str
    fields: tuple[BoundField, ...]
    is_open: bool


def _read(reader: Any, typed: str, form: Form, field: str) -> str | None:
    if not typed:
        return None
    try:
        read: str = reader(typed)
    except InputAtFault as fault:
        form.add_error(field, fault.sentence)
        return None
    return read
