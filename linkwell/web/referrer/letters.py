"""A letter that is pasted or dropped on the referral form: read, shown to be checked, forgotten."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault
from linkwell.referrals.documents import MOST_TEXT, text_of
from linkwell.referrals.letter import Field, Found, Letter, Sure, read
from linkwell.referrals.rules import Help
from linkwell.web.design.fields import Drawn, DrawnBoundField, LongText
from linkwell.web.design.forms import Form
from linkwell.web.design.words import day
from linkwell.web.people_words import HELPS, sentence
from linkwell.web.referrer.forms import LANGUAGES

READ = "read"  # names the button: the letter is read, nothing is sent
NOTHING = "Paste the letter, or choose its file, of at most 5 MB"


class LetterFile(Drawn, forms.FileField):
    """A file that is read in memory and forgotten."""

    component = "file-upload"
    kept = False
    sentences = {"empty": "The file is empty. Choose another, or paste the letter’s words"}

    def params(self, bound: DrawnBoundField) -> dict[str, Any]:
        own = {"id": bound.id, "name": bound.html_name, "label": {"html": self.heading()}}
        return own | self.notes(bound)


class LetterForm(Form):
    """Either the words or the file. It asks for nothing to be kept in a draft."""

    button = "Read the letter"

    letter_words = LongText(
        "Paste the letter", max_length=MOST_TEXT, rows=2, say_optional=False, autocomplete="off"
    )
    letter_file = LetterFile("Or drop its file here", say_optional=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        words, file = said.get("letter_words"), said.get("letter_file")
        if self.errors:
            return said
        if not words and not file:
            raise ValidationError(NOTHING)
        try:
            said["text"] = words or text_of(file.read() if file else b"")
        except InputAtFault as fault:
            self.add_error("letter_file", fault.sentence)
        return said

    def letter(self) -> Letter:
        """What was found. Call when valid."""
        return read(self.cleaned_data["text"], today=clock.today())


@dataclass(frozen=True)
class FoundRow:
    """One line of what was found. `tag`: kind, icon and text, or nothing for what is plain."""

    label: str
    value: str
    words: str
    tag: tuple[str, str, str] | None
    note: str
    href: str
    act: str = "Change"


def initial_of(letter: Letter) -> dict[str, Any]:
    """What the referral form begins with."""
    found: dict[str, Any] = {one.field.value: one.value for one in letter.found}
    if Field.BIRTH_DATE in found:
        year, month, birth = found[Field.BIRTH_DATE].split("-")
        found[Field.BIRTH_DATE] = [str(int(birth)), str(int(month)), year]
    if Field.HELPS in found:
        found[Field.HELPS] = found[Field.HELPS].split()
    return found


def rows_of(letter: Letter) -> tuple[FoundRow, ...]:
    """What was found, and what is to be asked, in the order of the form."""
    rows = [_name_row(letter), *(_row(letter, *one) for one in _MUST)]
    if letter[Field.PHONE]:
        rows.append(_SAFE)
    rows += [_row(letter, *one) for one in _MAY if letter[one[0]]]
    return tuple(rows)


def to_ask(rows: tuple[FoundRow, ...]) -> int:
    return sum(1 for row in rows if not row.value)


_MUST = (
    (Field.BIRTH_DATE, "Born", "id_birth_date-day"),
    (Field.NHS_NUMBER, "NHS number", "id_number"),
    (Field.PHONE, "Phone", "id_phone"),
)
_MAY = (
    (Field.ADDRESS, "Address", "id_address"),
    (Field.POSTCODE, "Postcode", "id_postcode"),
    (Field.HIDE_ADDRESS, "Hidden address", "id_hide_address"),
    (Field.LANGUAGE, "Language", "id_language"),
    (Field.HELPS, "Helps them", "id_helps"),
    (Field.NOT_TOLD, "Be careful", "id_not_told"),
    (Field.WANTS, "Wants this", "id_wants"),
    (Field.REFERRED_BY, "Referred by", "id_referred_by"),
)
_NOT_THERE = ("unknown", "q", "Not in the letter")
_CHECK = ("wait", "alert", "Check this")
_SAFE = FoundRow(
    label="Safe to ring?",
    value="",
    words="",
    tag=_NOT_THERE,
    note="We will not ring until someone has asked.",
    href="#id_safe",
    act="Answer",
)


def _name_row(letter: Letter) -> FoundRow:
    given, family = letter[Field.GIVEN_NAME], letter[Field.FAMILY_NAME]
    both = [one for one in (given, family) if one]
    whole = " ".join(one.value for one in both)
    doubt = len(both) < 2 or any(one.sure is Sure.CHECK for one in both)
    return FoundRow(
        label="Name",
        value=whole,
        words=both[0].words if both else "",
        tag=(_CHECK if whole else _NOT_THERE) if doubt else None,
        note="",
        href="#id_given_name",
        act="Change" if whole else "Write it",
    )


def _row(letter: Letter, field: Field, label: str, anchor: str) -> FoundRow:
    found = letter[field]
    if found is None:
        return FoundRow(label, "", "", _NOT_THERE, "", f"#{anchor}", "Write it")
    tag = _CHECK if found.sure is Sure.CHECK else None
    if field is Field.NHS_NUMBER:
        right = found.sure is not Sure.CHECK
        tag = ("yes", "check", "Check digit right") if right else ("stop", "x", "Digits do not fit")
    return FoundRow(label, _shown(found), found.words, tag, "", f"#{anchor}")


def _shown(found: Found) -> str:
    match found.field:
        case Field.BIRTH_DATE:
            return day(date.fromisoformat(found.value)).split(" ", 1)[1]
        case Field.HIDE_ADDRESS:
            return "Yes, the letter says so"
        case Field.LANGUAGE:
            return dict(LANGUAGES).get(found.value, found.value)
        case Field.HELPS:
            return sentence(", ".join(HELPS[Help(code)] for code in found.value.split()))
        case Field.WANTS:
            return "Yes" if found.value == "yes" else "They said no"
        case _:
            return found.value
