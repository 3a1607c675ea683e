"""The forms of a list that comes in: whose it is and where, what its columns say and words mean."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from linkwell.directory.guessing import CODE_WORDS, FIELDS, Column, guess_code
from linkwell.directory.rules import Closing
from linkwell.kernel.addresses import read_web_address
from linkwell.kernel.errors import InputAtFault
from linkwell.needs.rules import Need
from linkwell.web.design.fields import (
    Checkboxes,
    Choice,
    Drawn,
    DrawnBoundField,
    Radios,
    Select,
    Text,
)
from linkwell.web.design.forms import Form
from linkwell.web.uploads import LIST_MOST

TOO_LARGE = f"The file is larger than {LIST_MOST // 1_000_000} MB. Send it in parts"
MOST_COLUMNS = 100  # of a page; who maps more writes a file
_LEAVE_OUT = "Leave this column out"


class ListFile(Drawn, forms.FileField):
    """A file that is read in memory."""

    component = "file-upload"
    kept = False
    sentences = {"empty": "The file is empty. Choose another"}

    def params(self, bound: DrawnBoundField) -> dict[str, Any]:
        own = {"id": bound.id, "name": bound.html_name, "label": {"html": self.heading()}}
        return own | self.notes(bound)


class NewListForm(Form):
    """Whose list, and where it is."""

    button = "Look at it first"

    publisher = Text(
        "Whose list is it?",
        missing="Write whose list it is",
        hint="A name of its own for each list, such as “Oakmere Food Association”. The next list"
        " under the same name brings this one up to date.",
        autocomplete="off",
    )
    file = ListFile(
        "Its file",
        say_optional=False,
        hint="A sheet (CSV or Excel), or a file of Open Referral (JSON or zip), of at most 20 MB",
    )
    address = Text(
        "Or its address",
        max_length=2000,
        say_optional=False,
        hint="Of a sheet or a feed, beginning with https://",
        autocomplete="off",
        inputmode="url",
    )
    closing = Radios(
        "What about groups that an earlier list had, and this one leaves out?",
        [
            Choice(Closing.NOTHING, "Leave them as they are, and name them"),
            Choice(
                Closing.IF_SURE,
                "Mark them as closed",
                hint="Only where the list can be believed to be whole",
            ),
        ],
        missing="Choose what becomes of them",
    )

    def __init__(self, *args: Any, or_loopback: bool = False, **options: Any) -> None:
        super().__init__(*args, **{"initial": {"closing": Closing.NOTHING}, **options})
        self._or_loopback = or_loopback

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"]).strip()
        try:
            if address:
                read_web_address(address, or_loopback=self._or_loopback)
        except InputAtFault as fault:
            raise ValidationError(fault.sentence) from None
        return address

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file is not None and file.size > LIST_MOST:
            raise ValidationError(TOO_LARGE)
        return file

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not self.errors and bool(said.get("file")) is bool(said.get("address")):
            raise ValidationError("Choose a file, or write an address: one of the two")
        return said


class ColumnsForm(Form):
    """What each column of a sheet says, with the first values that stand in it."""

    button = "See what that makes"

    def __init__(
        self,
        columns: Sequence[Column],
        chosen: Mapping[str, str],
        needs: Sequence[str],
        data: Any = None,
    ) -> None:
        super().__init__(data)
        self._columns = columns[:MOST_COLUMNS]
        choices = [Choice(field, label) for field, label in FIELDS.items()]
        for number, column in enumerate(self._columns):
            values = ", ".join(f"“{value[:60]}”" for value in column.values)
            field = Select(
                column.heading[:100],
                choices,
                empty=_LEAVE_OUT,
                say_optional=False,
                hint=values or "Nothing stands in the lines we looked at",
            )
            field.initial = chosen.get(column.heading, "")
            self.fields[f"column-{number}"] = field
        self.fields["needs"] = Checkboxes(
            "What are all of them for?",
            [Choice(need, need.label) for need in Need],
            hint="What a group’s own words say of that is heard besides.",
        )
        self.fields["needs"].initial = list(needs)

    def chosen(self) -> dict[str, str]:
        """The field of each column that is read. Call when valid."""
        said = {
            column.heading: str(self.cleaned_data[f"column-{number}"])
            for number, column in enumerate(self._columns)
        }
        return {heading: field for heading, field in said.items() if field}


class WordsForm(Form):
    """What the words of columns mean where the directory needs a yes or a no."""

    button = "See what that makes"

    def __init__(
        self,
        values: Mapping[str, Sequence[str]],
        meant: Mapping[str, Mapping[str, str]],
        data: Any = None,
    ) -> None:
        super().__init__(data)
        self._values = values
        for field, words in values.items():
            choices = [Choice(code, label) for code, label in CODE_WORDS[field].items()]
            for number, word in enumerate(words):
                box = Select(f"“{word[:80]}”", choices, empty="", say_optional=False)
                box.initial = meant.get(field, {}).get(word) or guess_code(field, word)
                self.fields[f"{field}-{number}"] = box

    def of(self, field: str) -> list[DrawnBoundField]:
        return [self[f"{field}-{number}"] for number in range(len(self._values[field]))]  # type: ignore[misc]

    def meant(self) -> dict[str, dict[str, str]]:
        """The code of each value. Call when valid."""
        return {
            field: {
                word: str(self.cleaned_data[f"{field}-{number}"]) or "unknown"
                for number, word in enumerate(words)
            }
            for field, words in self._values.items()
        }
