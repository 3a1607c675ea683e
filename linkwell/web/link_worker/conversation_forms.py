"""Forms of the conversation: the quiet page itself, one need, one name on the map."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from linkwell.conversations.rules import (
    LONGEST_TALK,
    Attendance,
    Ease,
    Mode,
    RaisedBy,
    Talk,
    read_ticks,
    read_when,
)
from linkwell.kernel import clock
from linkwell.kernel.ids import read_id
from linkwell.needs.rules import Need
from linkwell.web.design.fields import (
    Checkboxes,
    Choice,
    Drawn,
    DrawnBoundField,
    Hidden,
    LongText,
    Number,
    Radios,
    Text,
)
from linkwell.web.design.forms import Form

TALK = "talk"  # the id of the form: the bar at the bottom stands outside it
GROUPS: Mapping[str, tuple[str, tuple[Need, ...]]] = {
    "needs_people": ("People", (Need.LONELINESS, Need.GRIEF, Need.CARING, Need.SAFETY)),
    "needs_money": ("Money and home", (Need.MONEY, Need.FOOD, Need.HOUSING, Need.WORK)),
    "needs_health": (
        "Health and getting out",
        (Need.WELLBEING, Need.CONDITION, Need.ACTIVITY, Need.PRACTICAL),
    ),
}
STEPS = ("Talk again", "Look at options", "Ring to hear how it went")
EASE = {
    Ease.EASY: "Easy to ask",
    Ease.COULD: "Could ask",
    Ease.NOT_NOW: "Not easy now",
}
WHEN_WRONG = "Write a day to come, such as Thursday, in a week or 28 May"


def day_said(words: str) -> date:
    """The day that these words mean; ValidationError where they mean none to come."""
    found = read_when(words, clock.today())
    if found is None:
        raise ValidationError(WHEN_WRONG)
    return found


class _InBar(Drawn):
    """A field of the bar at the bottom: it belongs to the form above it."""

    def params(self, bound: DrawnBoundField) -> dict[str, Any]:
        params = super().params(bound)
        if "items" in params:
            rows = params["items"]
            params["items"] = [row | {"attributes": {"form": TALK}} for row in rows]
        else:
            params["attributes"] = {**params.get("attributes", {}), "form": TALK}
        return params


class _BarText(_InBar, Text):
    pass


class _BarNumber(_InBar, Number):
    pass


class _BarRadios(_InBar, Radios):
    pass


def _needs(name: str) -> Checkboxes:
    label, needs = GROUPS[name]
    return Checkboxes(label, [Choice(need, need.label) for need in needs], say_optional=False)


class ConversationForm(Form):
    """One contact. Only whether they met and the next step are asked for."""

    button = "Save and go on"

    key = Hidden()
    was = Hidden()  # the needs that stood ticked when the page was opened
    mode = Hidden()
    words = LongText("What matters", rows=4, words=True, say_optional=False)
    needs_people = _needs("needs_people")
    needs_money = _needs("needs_money")
    needs_health = _needs("needs_health")
    own_need = Text("Or a word of their own", max_length=60, width=20, say_optional=False)
    strengths = LongText("What they bring", max_length=1000, rows=2, say_optional=False)
    attendance = _BarRadios("Did you meet?", missing="Choose whether you met")
    minutes = _BarNumber(
        "Minutes", lowest=0, highest=LONGEST_TALK, width=3, say_optional=False,
        wrong="Write minutes in digits, such as 50",
    )  # fmt: skip
    step = _BarRadios("Next step", [Choice(step, step) for step in STEPS], say_optional=False)
    next_step = _BarText("Or in your own words", max_length=200, width=20, say_optional=False)
    when = _BarText("When", max_length=40, width=10, missing=WHEN_WRONG, autocomplete="off")

    def __init__(self, *args: Any, given_name: str, **options: Any) -> None:
        super().__init__(*args, **options)
        drawn: Any = self.fields
        drawn["words"].label = f"What matters, in {given_name}’s words"
        drawn["words"].hint = (
            f"These words stay in {given_name}’s story. A group reads only what you write for it,"
            f" with {given_name}."
        )
        drawn["strengths"].label = f"What {given_name} is good at, and brings"
        drawn["attendance"].offer(
            [
                Choice(Attendance.MET, "We met"),
                Choice(Attendance.THEY_COULD_NOT, f"{given_name} couldn’t"),
                Choice(Attendance.I_COULD_NOT, "I couldn’t"),
            ]
        )

    def clean_when(self) -> Any:
        return day_said(self.cleaned_data["when"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("next_step") and not cleaned.get("step"):
            self.add_error("next_step", "Choose the next step, or write it")
        return cleaned

    def said(self) -> Talk:
        """What is to be written down."""
        said = self.cleaned_data
        return Talk(
            attendance=Attendance(said["attendance"]),
            next_step=said["next_step"] or said["step"],
            next_on=said["when"],
            minutes=said["minutes"],
            mode=Mode(said["mode"]) if said["mode"] in list(Mode) else None,
            words=said["words"],
            strengths=said["strengths"],
            own_need=said["own_need"],
            needs=read_ticks(ticked=self._ticked(), shown=_codes(said["was"].split())),
        )

    def _ticked(self) -> list[Need]:
        return _codes([code for name in GROUPS for code in self.cleaned_data[name]])

    def contact_key(self) -> UUID | None:
        """The id of the contact that this page writes, once."""
        value = self.cleaned_data["key"] if self.is_bound else self.initial.get("key", "")
        return read_id(str(value))


def _codes(codes: Sequence[str]) -> list[Need]:
    return [Need(code) for code in codes if code in list(Need)]


def ticks_initial(ticked: Sequence[Need]) -> dict[str, Any]:
    """The boxes as they stand when the page is opened."""
    boxes = {
        name: [str(need) for need in needs if need in ticked] for name, (_, needs) in GROUPS.items()
    }
    return {**boxes, "was": " ".join(ticked)}


class SupporterForm(Form):
    """Somebody they can turn to."""

    button = "Put on the map"

    who = Text("Name, or what they call them", max_length=60, width=20, missing="Write a name")
    relation = Text("Who is that?", max_length=120, width=30)
    ease = Radios(
        "How easy is it to ask them?",
        [Choice(str(int(ease)), label) for ease, label in EASE.items()],
        missing="Choose how easy it is to ask",
    )

    def easily(self) -> Ease:
        return Ease(int(self.cleaned_data["ease"]))


class NeedForm(Form):
    """Who raised a need, and what they said of it."""

    button = "Write it down"

    raised_by = Radios("Who raised it?", missing="Choose who raised it", stacked=True)
    said = LongText("What they said about it", max_length=300, rows=2, words=True)

    def __init__(self, *args: Any, given_name: str, referred_by: str, **options: Any) -> None:
        super().__init__(*args, **options)
        raised: Any = self.fields["raised_by"]
        raised.offer(
            [
                Choice(RaisedBy.PERSON, given_name),
                Choice(RaisedBy.REFERRER, f"{referred_by}, in the referral"),
                Choice(RaisedBy.LINK_WORKER, "The link worker"),
                Choice(RaisedBy.SOMEBODY_ELSE, "Somebody else"),
            ]
        )

    def by(self) -> RaisedBy:
        return RaisedBy(self.cleaned_data["raised_by"])
