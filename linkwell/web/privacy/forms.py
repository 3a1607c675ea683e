"""The question that a privacy lead asks."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from linkwell.tables.record_classes import RecordClass
from linkwell.web.design.fields import Choice, Select
from linkwell.web.design.forms import Form


class ExplainForm(Form):
    button = "Explain"

    user = Select("Who?", missing="Choose who")
    person = Select("Whose record?", missing="Choose whose record")
    record_class = Select(
        "What of it?",
        [Choice(one, one.replace("_", " ")) for one in RecordClass],
        missing="Choose what of it",
    )

    def __init__(
        self,
        *args: Any,
        users: Iterable[tuple[UUID, str]],
        people: Iterable[tuple[UUID, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["user"].offer([Choice(str(key), name) for key, name in users])  # type: ignore[attr-defined]
        self.fields["person"].offer([Choice(str(key), name) for key, name in people])  # type: ignore[attr-defined]
