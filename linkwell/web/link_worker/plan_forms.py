"""Forms of the plan: a goal in the person's words, a small step."""

from typing import Any
from uuid import UUID

from linkwell.kernel.ids import read_id
from linkwell.plans.actions import NewStep
from linkwell.plans.rules import Whose
from linkwell.web.design.fields import Choice, LongText, Radios, Select, Text
from linkwell.web.design.forms import Form
from linkwell.web.link_worker.conversation_forms import WHEN_WRONG, day_said


class GoalForm(Form):
    button = "Add this goal"

    words = LongText(
        "What would they like to be different?",
        max_length=300,
        rows=2,
        words=True,
        hint="In their own words, as they would say it.",
        missing="Write the goal in their words",
    )
    need = Select("Which need does it answer?", empty="None of them")

    def __init__(self, *args: Any, needs: list[Choice], **options: Any) -> None:
        super().__init__(*args, **options)
        offered: Any = self.fields["need"]
        offered.offer(needs)

    def need_id(self) -> UUID | None:
        return read_id(self.cleaned_data["need"])


class StepForm(Form):
    button = "Add this step"

    words = Text(
        "What is the step?",
        width=30,
        hint="Small enough to be done. For example: ring the choir and ask when they meet.",
        missing="Write what is to be done",
    )
    whose = Radios("Who does it?", missing="Choose who does it")
    who = Text("Who is that?", max_length=60, width=20)
    when = Text("By when?", max_length=40, width=10, missing=WHEN_WRONG, autocomplete="off")

    def __init__(self, *args: Any, given_name: str, **options: Any) -> None:
        super().__init__(*args, **options)
        offered: Any = self.fields["whose"]
        offered.offer(
            [
                Choice(Whose.PERSON, given_name),
                Choice(Whose.LINK_WORKER, "I do"),
                Choice(Whose.SOMEBODY_ELSE, "Somebody else", reveals="who"),
            ]
        )

    def clean_when(self) -> Any:
        return day_said(self.cleaned_data["when"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("whose") == Whose.SOMEBODY_ELSE and not cleaned.get("who"):
            self.add_error("who", "Write who that is")
        return cleaned

    def said(self) -> NewStep:
        said = self.cleaned_data
        return NewStep(said["words"], Whose(said["whose"]), said["when"], said["who"])
