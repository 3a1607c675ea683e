"""The form of a few questions, the same for staff, on the handed-over screen and by link."""

from collections.abc import Sequence
from typing import Any

from linkwell.measures.packs import Item
from linkwell.measures.rules import RATHER_NOT
from linkwell.web.design.fields import Choice, Radios
from linkwell.web.design.forms import Form

CHOOSE = "Choose an answer, or “Rather not say”"


class QuestionsForm(Form):
    """One set of answers for each question; "Rather not say" is one of them."""

    button = "Send my answers"

    def __init__(self, *args: Any, items: Sequence[Item], **options: Any) -> None:
        super().__init__(*args, **options)
        self.items = items
        for item in items:
            offered = [Choice(str(value), words) for value, words in item.answers.items()]
            self.fields[item.id] = Radios(
                item.text, [*offered, Choice(RATHER_NOT, "Rather not say")], missing=CHOOSE
            )

    def said(self) -> dict[str, int | None]:
        """The answer to each; None for "rather not"."""
        chosen = {item.id: self.cleaned_data[item.id] for item in self.items}
        return {item: None if value == RATHER_NOT else int(value) for item, value in chosen.items()}
