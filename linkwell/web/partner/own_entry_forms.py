"""The form in which a group says anew what we say of it."""

import json
from collections.abc import Mapping
from typing import Any

from linkwell.directory.edits import OF_ONE_PLACE, EditField, text_of, tidy
from linkwell.directory.rules import Listing
from linkwell.kernel.errors import InputAtFault
from linkwell.tables.sealing import seal, unseal
from linkwell.web.design.fields import Choice, Hidden, LongText, Radios, Text
from linkwell.web.design.forms import Form
from linkwell.web.entry_words import WAYS_IN
from linkwell.web.link_worker.conversation_forms import day_said

_LOOKED_AT = "Somebody looks at this before it counts."
_NOT_SAID = "not_said"
_KNOWN = [Choice("yes", "Yes"), Choice("no", "No"), Choice(_NOT_SAID, "I cannot say")]


class OwnEntryForm(Form):
    """Every field as it stands. `seen` is what was shown, sealed: what somebody else changed
    meanwhile is not taken for the group's word."""

    button = "Send it"

    seen = Hidden()
    description = LongText("What happens there?", max_length=2000)
    hours = Text("Days and times", max_length=300, hint="Such as Thursday 2pm - 4pm")
    not_on = Text(
        "Days it is not on",
        max_length=300,
        hint="Such as 24 December to 3 January, 14 February",
        autocomplete="off",
    )
    room = Text("How many places are free?", max_length=10, width=4, inputmode="numeric")
    full_until = Text(
        "Full? Until when?",
        max_length=40,
        width=10,
        hint="Such as 28 May. Leave it empty if there is room.",
        autocomplete="off",
    )
    cost = Text("What does it cost?", max_length=300)
    free = Radios("Is it free?", _KNOWN)
    who = Text("Who may come?", max_length=300)
    from_age = Text("From which age?", max_length=20, width=4, inputmode="numeric")
    to_age = Text("Up to which age?", max_length=20, width=4, inputmode="numeric")
    way_in = Radios(
        "How does somebody come in?",
        [
            *(Choice(route, label) for route, label in WAYS_IN.items() if label),
            Choice(_NOT_SAID, "In another way"),
        ],
        stacked=True,
    )
    join = Text("How to join", max_length=300)
    step_free = Radios("Can somebody get in without steps?", _KNOWN)
    access = Text("What else about getting in?", max_length=300)
    place = Text("Where is it?", max_length=300, hint=f"The postcode last. {_LOOKED_AT}")
    phone = Text("Phone", max_length=40, width=20, hint=_LOOKED_AT, autocomplete="off")
    email = Text("E-mail", max_length=254, hint=_LOOKED_AT, autocomplete="off")
    website = Text("Website", max_length=500, hint=_LOOKED_AT, autocomplete="off")
    name = Text("Name of the group", max_length=200, hint=_LOOKED_AT, autocomplete="off")
    run_by = Text("Who runs it?", max_length=200, hint=_LOOKED_AT, autocomplete="off")

    def clean_full_until(self) -> Any:
        said = self.cleaned_data["full_until"]
        return day_said(said) if said else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for field in EditField:
            if field.value in self.fields and field.value not in self.errors:
                text = str(cleaned.get(field.value) or "")
                try:
                    cleaned[field.value] = tidy(field, "" if text == _NOT_SAID else text)
                except InputAtFault as fault:
                    self.add_error(field.value, fault.sentence)
        return cleaned

    def changes(self) -> Mapping[EditField, str]:
        """What differs from what was shown."""
        sealed = unseal(self.cleaned_data["seen"])
        seen: dict[str, str] = json.loads(sealed) if sealed else {}
        return {
            field: self.cleaned_data[field.value]
            for field in EditField
            if field.value in self.fields
            and self.cleaned_data[field.value] != seen.get(field.value)
        }


def form_of(data: Any, listing: Listing, *, several: bool) -> OwnEntryForm:
    """Filled with what we say. Of several places nobody can say here which is meant."""
    stands = {field.value: text_of(field, listing) for field in EditField}
    asked = {"free": _NOT_SAID, "step_free": _NOT_SAID, "way_in": _NOT_SAID}
    shown = {name: text or asked.get(name, "") for name, text in stands.items()}
    form = OwnEntryForm(data, initial={**shown, "seen": seal(json.dumps(stands))})
    if several:
        for field in OF_ONE_PLACE:
            del form.fields[field.value]
    return form
