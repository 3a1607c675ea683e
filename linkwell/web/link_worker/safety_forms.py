"""Forms of safeguarding concerns and of covering for a colleague."""

from datetime import date
from typing import Any

from linkwell.access.rules import CoverReason
from linkwell.kernel import clock
from linkwell.safety.rules import Outcome
from linkwell.web.design.dates import DateParts
from linkwell.web.design.fields import Choice, LongText, Radios, Text, Tick
from linkwell.web.design.forms import Form

OUTCOMES = {
    Outcome.REFERRED_ON: "The local authority or the police act on it",
    Outcome.PLAN_AGREED: "A safety plan is agreed",
    Outcome.NO_RISK_FOUND: "Looked into: no risk was found",
    Outcome.KNOWN_ALREADY: "Others act on it already",
}
REASONS = {
    CoverReason.RANG_IN: "They are on the phone, or at the door",
    CoverReason.HOLDER_AWAY: "Their link worker is away",
    CoverReason.PARTNER_RANG: "A group or service rang about them",
    CoverReason.DUTY: "I am on duty and must act",
}


class RaiseConcernForm(Form):
    words = LongText(
        "What did you see or hear?",
        rows=4,
        hint="You can leave it empty now and write it afterwards. Raise it first.",
    )
    in_danger = Tick("Somebody is in danger now. Alert the duty clinician too.")


class AddWordsForm(Form):
    button = "Add this"

    more = LongText("Say more", missing="Write what you want to add", rows=3)


class CloseConcernForm(Form):
    button = "Close the concern"

    outcome = Radios(
        "What came of it?",
        [Choice(code, text) for code, text in OUTCOMES.items()],
        missing="Choose what came of it",
        stacked=True,
    )
    outcome_words = LongText(
        "In a line or two", missing="Say in a line what came of it", max_length=1000, rows=3
    )

    danger_over = Radios(
        "Is the danger over?",
        [
            Choice("no", "No, or not known: the case stays open until a supervisor ends it"),
            Choice("yes", "Yes, I have looked: nobody is in danger any more"),
        ],
        missing="Choose whether the danger is over",
        initial="no",
        stacked=True,
    )

    def chosen(self) -> Outcome:
        return Outcome(self.cleaned_data["outcome"])

    def over(self) -> bool:
        return bool(self.cleaned_data["danger_over"] == "yes")


class LookForm(Form):
    """What a supervisor found. Words are asked for either way."""

    button = "Write it down"

    found = Radios(
        "Is anybody in danger?",
        [
            Choice("over", "No: nobody is in danger any more"),
            Choice("1", "Yes: I look again on the next working day"),
            Choice("5", "Yes: I look again in a week"),
        ],
        missing="Choose whether anybody is in danger",
        stacked=True,
    )
    words = LongText(
        "Why not, or what is being done?",
        missing="Say in a line why nobody is in danger, or what is being done",
        max_length=1000,
        rows=3,
    )

    def is_over(self) -> bool:
        return bool(self.cleaned_data["found"] == "over")

    def again_on(self) -> date:
        return clock.add_working_days(clock.today(), int(self.cleaned_data["found"]))


class CallerForm(Form):
    """Whom to look for: whole name and birth date, nothing less."""

    button = "Find"

    given_name = Text("First name", missing="Ask for the first name", max_length=100, width=20)
    family_name = Text("Family name", missing="Ask for the family name", max_length=100, width=20)
    birth_date = DateParts(
        "Date of birth",
        missing="Ask for the date of birth",
        not_before=date(1900, 1, 1),
        outside="Check the date of birth: it must be in the past, after 1900",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["birth_date"].not_after = clock.today()  # type: ignore[attr-defined]

    def sought(self) -> dict[str, Any]:
        names = ("given_name", "family_name", "birth_date")
        return {name: self.cleaned_data[name] for name in names}


class CoverReasonForm(Form):
    button = "Open the story"

    reason = Radios(
        "Why do you open this record?",
        [Choice(code, text) for code, text in REASONS.items()],
        missing="Choose why",
        stacked=True,
    )

    def chosen(self) -> CoverReason:
        return CoverReason(self.cleaned_data["reason"])


class SealedForm(CallerForm):
    button = "Open the sealed record"

    words = LongText(
        "Why must you open it?",
        missing="Say in a line why you must open this record",
        max_length=500,
        rows=3,
        hint="The privacy lead reads this today.",
    )
