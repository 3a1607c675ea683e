"""Forms of the link worker's pages."""

from typing import Any

from django.core.exceptions import ValidationError

from linkwell.connections.rules import RefusalReason
from linkwell.directory.queries import postcodes
from linkwell.kernel.errors import InputAtFault
from linkwell.kernel.languages import language_name
from linkwell.matching.gates import ENGLISH
from linkwell.matching.request import DAY_NAMES, DAYS, MOST_AGE, Gender
from linkwell.needs.rules import Need
from linkwell.people.rules import Safe
from linkwell.referrals.rules import ReturnReason
from linkwell.web.design.fields import Checkboxes, Choice, LongText, Number, Radios, Select, Text
from linkwell.web.design.forms import Form
from linkwell.web.link_worker.wanted import HOME, MILES, SOMEWHERE
from linkwell.web.people_words import RETURNED, sentence
from linkwell.web.referrer.forms import LANGUAGES
from linkwell.web.stories.connections import REFUSED


class FindForm(Form):
    """Find somebody by name. Sent by post, so that no name stands in an address."""

    button = "Find"

    name = Text(
        "Family name, then first name", missing="Write a name", width=20, autocomplete="off"
    )


class ReturnForm(Form):
    button = "Return the referral"

    reason = Radios(
        "Why?",
        [Choice(reason, text) for reason, text in RETURNED.items()],
        missing="Choose why you return it",
        stacked=True,
    )
    note = LongText(
        "A line to the practice", max_length=500, rows=3, hint="What would help? Who else to ask?"
    )

    def chosen(self) -> ReturnReason:
        return ReturnReason(self.cleaned_data["reason"])


class SafeWayForm(Form):
    button = "Write it down"

    safe = Radios(
        "What did they say?",
        [
            Choice(Safe.YES, "Yes, it is safe"),
            Choice(Safe.NO, "No, do not use it"),
            Choice(Safe.NOT_ASKED, "I could not ask"),
        ],
        missing="Choose what they said",
    )
    times = Text("Best and safe times", max_length=100)

    def said(self) -> Safe:
        return Safe(self.cleaned_data["safe"])


NEAR_HOME = "Leave it empty to look near their home."
NEAR_WHERE = (
    "Their home is hidden or not known, so it is not used. Write a place that suits them, such as"
    " the library’s postcode, or leave it empty."
)


class PlaceForm(Form):
    """Near which postcode? Their home is used without being shown."""

    near = Text("Near which postcode?", max_length=10, width=10, autocomplete="off")

    def __init__(self, *args: Any, home: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["near"].hint = NEAR_HOME if home else NEAR_WHERE  # type: ignore[attr-defined]

    def clean_near(self) -> str:
        """The postcode as it is written, if it is one that exists."""
        typed = self.cleaned_data["near"]
        if not typed:
            return ""
        try:
            found: str = postcodes().place(typed).postcode
        except InputAtFault as fault:
            raise ValidationError(fault.sentence) from None
        return found


class AskForm(PlaceForm):
    """What to look for: needs, words, and how far."""

    button = "Show what could fit"
    field_order = ("need", "text", "near", "miles")

    need = Checkboxes(
        "What is it about?",
        [Choice(need, need.label) for need in Need],
        say_optional=False,
        hint="Ticked from the words of the referral. Change what is wrong.",
    )
    text = Text(
        "Anything to look for, in words",
        max_length=200,
        width=30,
        hint="For example: singing, on a weekday, no referral needed",
    )
    miles = Number("How far could they go, in miles?", lowest=1, highest=30, initial=MILES, width=3)


class NarrowForm(PlaceForm):
    """Filters of a list: each hides what is known not to fit. What is not known is asked."""

    button = "Show what fits"
    field_order = ("days", "must", "language", "gender", "age", "near")

    days = Checkboxes(
        "Which days suit?",
        [Choice(code, DAY_NAMES[day]) for code, day in DAYS.items()],
        hint="Tick none for any day.",
        say_optional=False,
    )
    must = Checkboxes(
        "It must be",
        [Choice("free", "Free"), Choice("step_free", "Step-free")],
        say_optional=False,
    )
    language = Select(
        "Somebody there must speak",
        [Choice(code, name) for code, name in LANGUAGES if code != ENGLISH],
        empty="English, or any language",
        say_optional=False,
    )
    gender = Select(
        "How do they say it of themselves?",
        [
            Choice(Gender.FEMALE, "A woman"),
            Choice(Gender.MALE, "A man"),
            Choice(Gender.OTHER, "Neither"),
        ],
        empty="Not asked",
        hint="Some groups are for women or for men only.",
        say_optional=False,
    )
    age = Number(
        "For somebody of what age?",
        lowest=0,
        highest=MOST_AGE,
        width=3,
        hint="Empty it to see what is for other ages too.",
        say_optional=False,
        wrong=f"Write the age in whole years, up to {MOST_AGE}, or leave it empty",
    )

    def __init__(self, *args: Any, was_near: str, child: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.lost = was_near not in ("", HOME) and not self.initial.get("near")
        self.was_near = was_near
        if child:
            del self.fields["age"]
        spoken = self.initial.get("language", "")
        known = self.fields["language"]
        assert isinstance(known, Select)
        if spoken and spoken not in dict(known.choices):
            known.offer([*known.items, Choice(spoken, language_name(spoken))])

    def clean_near(self) -> str:
        if self.lost and not self.cleaned_data["near"]:
            kept = "it was not" if self.was_near == SOMEWHERE else f"only “{self.was_near}” was"
            raise ValidationError(f"Write the postcode again: {kept} kept")
        return super().clean_near()


class RefuseForm(Form):
    button = "Write it down"

    reason = Radios(
        "What did they say?",
        [Choice(reason, sentence(text)) for reason, text in REFUSED.items()],
        missing="Choose what they said. “Would rather not say why” is fine",
        stacked=True,
    )

    def said(self) -> RefusalReason:
        return RefusalReason(self.cleaned_data["reason"])
