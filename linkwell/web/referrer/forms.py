"""The referral form. It checks wording; what follows is the action's business."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from linkwell.access.queries import Door
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


class ReferForm(Form):
    """Who it is, how to reach them safely, what is going on, and whether they want this."""

    button = "Send the referral"

    key = Hidden()
    door = Select("Practice", missing="Choose the practice that refers")
    referred_by = Text("Your name and role", missing="Write your name and role", width=30)
    given_name = Text("First name", missing="Write the first name", max_length=100, width=20)
    family_name = Text("Family name", missing="Write the family name", max_length=100, width=20)
    birth_date = DateParts(
        "Date of birth",
        missing="Write the date of birth",
        not_before=date(1900, 1, 1),
        outside="Check the date of birth: it must be in the past, after 1900",
    )
    number = Text(
        "NHS number",
        hint="10 digits. Leave it empty if you do not have it.",
        width=20,
        inputmode="numeric",
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
    words = LongText(
        "What is going on, in plain words?",
        missing="Write two or three lines about what is going on",
        hint="Two or three lines. What did they say themselves? Leave out what the medical record"
        " already holds.",
    )
    wants = Radios(
        "Do they know what a link worker does, and want this?",
        [
            Choice(Wants.YES, "Yes, we talked about it"),
            Choice(Wants.NOT_ASKED, "Not yet asked"),
            Choice(Wants.NO, "They said no"),
        ],
        missing="Say whether they want this. “Not yet asked” is an answer too",
    )
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
    language = Select(
        "Language they speak best",
        [Choice(code, name) for code, name in LANGUAGES],
        initial="en",
        empty="",
        say_optional=False,
    )
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
            wants=Wants(said["wants"]),
            nhs_number=number,
            no_nhs_number=None if number else NoNhsNumber.NOT_KNOWN,
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


def _read(reader: Any, typed: str, form: Form, field: str) -> str | None:
    if not typed:
        return None
    try:
        read: str = reader(typed)
    except InputAtFault as fault:
        form.add_error(field, fault.sentence)
        return None
    return read
