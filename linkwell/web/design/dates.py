"""A date in three boxes: day, month, year. A month may be a number or a word."""

from calendar import month_abbr, month_name
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from linkwell.web.design.fields import Drawn, DrawnBoundField

PARTS = ("day", "month", "year")
EXAMPLE = "Write a day, a month and a year, such as 27 3 1950"
MONTHS = {
    name.lower(): number
    for names in (month_name, month_abbr)
    for number, name in enumerate(names)
    if name
}


class _Parts(forms.Widget):
    """Reads three boxes as a list of three texts."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        return [str(data.get(f"{name}-{part}") or "").strip() for part in PARTS]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return all(f"{name}-{part}" not in data for part in PARTS)


class DateParts(Drawn, forms.Field):
    """A date. `wrong` is the sentence for what cannot be read as one.

    `not_before` and `not_after` are dates that are still allowed, with one sentence for both.
    """

    component = "date-input"
    widget = _Parts

    def __init__(
        self,
        label: str,
        *,
        wrong: str = EXAMPLE,
        not_before: date | None = None,
        not_after: date | None = None,
        outside: str = "",
        birth_date: bool = False,
        **options: Any,
    ) -> None:
        if (not_before or not_after) and not outside:
            raise TypeError(f"{label}: say in `outside` what to do about a date out of bounds.")
        self.wrong, self.outside, self.birth_date = wrong, outside, birth_date
        self.not_before, self.not_after = not_before, not_after
        super().__init__(label, **options)

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date):
            return value
        texts = list(value or [])
        if not any(texts):
            return None
        found = read_date(*texts) if len(texts) == len(PARTS) else None
        if found is None:
            raise ValidationError(self.wrong, code="invalid")
        return found

    def validate(self, value: Any) -> None:
        super().validate(value)
        early = self.not_before and value and value < self.not_before
        if early or (self.not_after and value and value > self.not_after):
            raise ValidationError(self.outside, code="outside")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return _texts(initial) != _texts(data)

    def first_box(self, field_id: str) -> str:
        return f"{field_id}-day"

    def box_names(self, html_name: str) -> list[str]:
        return [f"{html_name}-{part}" for part in PARTS]

    def params(self, bound: DrawnBoundField) -> dict[str, Any]:
        notes = self.notes(bound)
        attributes = notes.pop("attributes", {})
        boxes = zip(PARTS, _texts(bound.value()), strict=True)
        return notes | {
            "id": bound.id,
            "fieldset": {"legend": {"html": self.heading()}},
            "items": [self._box(bound, part, text, attributes) for part, text in boxes],
        }

    def _box(
        self, bound: DrawnBoundField, part: str, text: str, attributes: dict[str, str]
    ) -> dict[str, Any]:
        return {
            "id": f"{bound.id}-{part}",
            "name": f"{bound.html_name}-{part}",
            "label": part.title(),
            "value": text,
            "width": 4 if part == "year" else 2,
            "autocomplete": f"bday-{part}" if self.birth_date else None,
            "inputmode": "text" if part == "month" else "numeric",
            "attributes": attributes,
        }


def read_date(day: str, month: str, year: str) -> date | None:
    """The date in three texts, or None: four digits of year, months by number or by name."""
    number = MONTHS.get(month.strip(". ").lower(), month)
    try:
        return date(int(year), int(number), int(day)) if len(year) == 4 else None
    except (ValueError, OverflowError):
        return None


def _texts(value: Any) -> list[str]:
    if isinstance(value, date):
        return [str(value.day), str(value.month), str(value.year)]
    texts = [str(text) for text in value or []]
    return texts if len(texts) == len(PARTS) else ["", "", ""]
