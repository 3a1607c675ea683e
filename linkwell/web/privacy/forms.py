"""The questions that a privacy lead asks."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from linkwell.tables.record_classes import RecordClass
from linkwell.web.design.fields import Choice, Select
from linkwell.web.design.forms import Form


class WhoseForm(Form):
    """Whose record: people stand here by reference."""

    button = "Show who looked"

    person = Select("Whose record?", missing="Choose whose record")

    def __init__(self, *args: Any, people: Iterable[tuple[UUID, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].offer([Choice(str(key), name) for key, name in people])  # type: ignore[attr-defined]


class ExplainForm(WhoseForm):
    """Why somebody may see something, or may not."""

    button = "Explain"

    user = Select("Who?", missing="Choose who")
    record_class = Select(
        "What of it?",
        [Choice(one, one.replace("_", " ")) for one in RecordClass],
        missing="Choose what of it",
    )

    field_order = ("user", "person", "record_class")

    def __init__(self, *args: Any, users: Iterable[tuple[UUID, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["user"].offer([Choice(str(key), name) for key, name in users])  # type: ignore[attr-defined]
