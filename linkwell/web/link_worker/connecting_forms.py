"""Forms of the pages of a connection."""

from collections.abc import Sequence
from typing import Any

from linkwell.connections.actions.sending import ASK_AGAIN
from linkwell.connections.rules import (
    OPEN_ANSWERS,
    Answer,
    How,
    PartnerAnswer,
    Question,
    RefusalReason,
    Source,
)
from linkwell.consent.rules import HowAsked
from linkwell.kernel import clock
from linkwell.web.connection_words import ANSWERS, HOW, QUESTIONS
from linkwell.web.design.dates import DateParts
from linkwell.web.design.fields import Choice, LongText, Number, Radios, Tick
from linkwell.web.design.forms import Form
from linkwell.web.people_words import sentence
from linkwell.web.stories.connections import REFUSED


class SendForm(Form):
    """How, on whose word, and when the first visit is."""

    how = Radios(
        "How are you connecting them?",
        [Choice(how, text) for how, text in HOW.items()],
        missing="Choose how you connect them",
    )
    agreed = Radios(
        "On their word: how did they say yes?",
        [
            Choice(HowAsked.FACE_TO_FACE, "Face to face, they saw these lines"),
            Choice(HowAsked.PHONE, "By phone, I read them out"),
            Choice(HowAsked.VIDEO, "By video"),
            Choice(HowAsked.WRITING, "In writing"),
            Choice(HowAsked.NOT_ASKED, "Not yet asked"),
        ],
        missing="Say how they agreed. Nothing is sent without their word",
    )
    planned = DateParts("First visit, if a day is agreed")
    danger = Tick("", missing=ASK_AGAIN)

    def __init__(self, *args: Any, danger: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        if danger:
            words = ", ".join(f"“{one}”" for one in danger)
            self.fields["danger"].label = f"They mean these words to be read there: {words}"
        else:
            del self.fields["danger"]
        field = self.fields["planned"]
        field.not_before = clock.today()  # type: ignore[attr-defined]
        field.outside = "Choose a day that is still to come"  # type: ignore[attr-defined]

    def danger_is_meant(self) -> bool:
        """Was it said again that the words which can mean danger are to go?"""
        return bool(self.cleaned_data.get("danger"))

    def chosen(self) -> tuple[How, HowAsked]:
        return How(self.cleaned_data["how"]), HowAsked(self.cleaned_data["agreed"])


class LineForm(Form):
    button = "Keep this line"

    text = LongText(
        "What they will read",
        max_length=600,
        rows=4,
        hint="No address, no date of birth, nothing from the medical record.",
    )


class AskedForm(Form):
    """What somebody says came of it. Every answer may stay empty."""

    button = "Write it down"

    source = Radios(
        "Who says so?",
        [Choice(Source.PERSON, "They say"), Choice(Source.PARTNER, "The partner says")],
        missing="Choose who says so. The two are kept apart",
    )

    def __init__(self, *args: Any, given_name: str, partner: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["source"].offer(  # type: ignore[attr-defined]
            [
                Choice(Source.PERSON, f"{given_name} says"),
                Choice(Source.PARTNER, f"{partner} says"),
            ]
        )
        for question in Question:
            self.fields[question.value] = Radios(
                QUESTIONS[question],
                [Choice(one, ANSWERS[one]) for one in OPEN_ANSWERS[question]],
                say_optional=False,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not any(cleaned.get(question.value) for question in Question):
            self.add_error(Question.VISIT.value, "Choose at least one answer")
        return cleaned

    def said(self) -> list[tuple[Question, Answer]]:
        given = ((question, self.cleaned_data[question.value]) for question in Question)
        return [(question, Answer(answer)) for question, answer in given if answer]


class WeeksForm(Form):
    button = "Write it down"

    weeks = Number(
        "In how many weeks?",
        lowest=1,
        highest=52,
        missing="Write how many weeks, such as 3",
        width=3,
    )


class WouldBeRightForm(Form):
    button = "Write it down"

    note = LongText("What would be right for them?", max_length=500, rows=3)


class StopForm(Form):
    button = "Write it down"

    reason = Radios(
        "What did they say?",
        [Choice(reason, sentence(text)) for reason, text in REFUSED.items()],
        missing="Choose what they said. “Would rather not say why” is fine",
        stacked=True,
    )

    def said(self) -> RefusalReason:
        return RefusalReason(self.cleaned_data["reason"])


REST: dict[PartnerAnswer, type[Form]] = {
    PartnerAnswer.LATER: WeeksForm,
    PartnerAnswer.NOT_RIGHT: WouldBeRightForm,
}
