"""Every part of the look on one page, for developers. Served by the demo only."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from linkwell.web.design import fields as f
from linkwell.web.design import parts as p
from linkwell.web.design.dates import DateParts
from linkwell.web.design.forms import Form
from linkwell.web.idle import open_when_locked
from linkwell.web.pages import NavItem, PageData, render


class SampleForm(Form):
    """One of each field."""

    button = "Send the referral"

    name = f.Text("Name", missing="Write the name they go by", width=20, autocomplete="off")
    words = f.LongText(
        "What matters, in her words",
        hint="These words stay in her story. A group reads what you write for it with her.",
        words=True,
    )
    why = f.LongText("What is going on, in plain words?", missing="Write two or three lines")
    born = DateParts(
        "Date of birth",
        missing="Write the date of birth",
        hint="For example, 27 3 1950",
        not_after=date(2026, 11, 22),
        outside="Write a date of birth that is not in the future",
        birth_date=True,
    )
    safe = f.Radios(
        "Is it safe to ring?",
        [
            f.Choice("yes", "Yes, somebody asked", reveals="phone"),
            f.Choice("not_asked", "Not asked", hint="We will not ring until someone has."),
            f.Choice("no", "No"),
        ],
        missing="Choose whether it is safe to ring",
    )
    phone = f.Phone("Phone number", missing="Write a phone number, or say why there is none")
    wants = f.Radios(
        "Does Derek know what a link worker does, and want this?",
        [
            f.Choice("yes", "Yes, we talked about it"),
            f.Choice("not_asked", "Not yet asked"),
            f.Choice("no", "He said no"),
        ],
        missing="Choose what Derek said",
    )
    helps = f.Checkboxes(
        "Anything that helps him take part?",
        [
            f.Choice("interpreter", "Interpreter"),
            f.Choice("large_print", "Large print"),
            f.Choice("step_free", "Step-free"),
        ],
        hint="Leave blank if you don’t know. Blank counts as “not asked”.",
        say_optional=False,
    )
    language = f.Select("Language", [f.Choice("en", "English"), f.Choice("ur", "Urdu")])
    minutes = f.Number("Minutes", lowest=1, highest=600, wrong="Write minutes from 1 to 600")
    email = f.Email("E-mail")
    code = f.OneTimeCode("Code from your app", say_optional=False)
    agreed = f.Tick("Derek agrees that this is sent", missing="Ask Derek first, then tick this")
    practice = f.Hidden()


@dataclass(frozen=True, kw_only=True)
class GalleryPage(PageData):
    template: ClassVar[str] = "gallery/staff.jinja"

    person: p.PersonCard
    tabs: tuple[p.Tab, ...]
    rows: tuple[p.NextAction, ...]
    reasons: tuple[p.Reason, ...]
    hidden: tuple[p.Hidden, ...]
    week: tuple[p.Part, ...]
    counts: tuple[p.CountRow, ...]
    steps: tuple[p.Step, ...]
    sides: tuple[p.Side, ...]
    chips: tuple[p.Chip, ...]
    lines: tuple[p.Line, ...]
    help_lines: tuple[p.HelpLine, ...]
    notices: tuple[p.Notice, ...]
    danger: tuple[p.Answer, ...]
    form: Form
    wrong: Form


@dataclass(frozen=True, kw_only=True)
class PeopleGalleryPage(PageData):
    template: ClassVar[str] = "gallery/people.jinja"
    audience: ClassVar[str] = "people"

    answers: tuple[p.Answer, ...]
    chips: tuple[p.Chip, ...]
    steps: tuple[p.Step, ...]
    form: Form


HERE = "/gallery/"
PERSON = p.PersonCard(
    name="Maureen Ashdown",
    href=HERE,
    age="74 years old",
    contact="Landline, mornings. No messages",
    need="Hard of hearing in a noisy room",
    next="choose together, today",
)
ROWS = (
    p.NextAction(
        when="Risk",
        icon="alert",
        name="Derek Lomas",
        href=HERE,
        meta="58, Stretford",
        why="Risk mentioned in a referral yesterday",
        because="Dr Osei spoke to him at 5:20pm: ring before noon.",
        act=p.Act("Ring Derek", HERE),
        key="↵",
        now=True,
        more=HERE,
    ),
    p.NextAction(
        when="10:30",
        name="Maureen Ashdown",
        href=HERE,
        meta="74, Sale",
        why="Second conversation, at her home",
        because="Agreed with her on 5 May. Leave at 10:10; ring twice.",
        act=p.Act("Open", HERE),
    ),
    p.NextAction(
        when="Silence",
        icon="silent",
        name="Leroy Grant",
        href=HERE,
        meta="52, Stretford",
        why="Allotment Mornings has not answered",
        because="Sent 7 days ago, nudged on day 5. Two others are ready.",
        act=p.Act("Choose next", HERE),
        more=HERE,
    ),
)
REASONS = (
    p.Reason(38, "Singing, in company, as she asked"),
    p.Reason(17, "0.4 miles, 9 minutes on the flat"),
    p.Reason(14, "Thursdays 2pm, a day she can do"),
    p.Reason(5, "Step-free"),
    p.Reason(5, "room now"),
    p.Reason(4, "cost"),
    p.Reason(3, "checked lately"),
)
HIDDEN = (
    p.Hidden("Too far without two buses", 52, HERE),
    p.Hidden("Not on her days", 23, HERE),
    p.Hidden("Closed", 3),
)
WEEK = (
    p.Part("Time with people", 20, "1", "20 h"),
    p.Part("Holding", 3, "2", "3 h"),
    p.Part("Travel", 2, "3", "2 h"),
    p.Part("Community time, protected", 4, "4", "4 h"),
    p.Part("Not known", 2, "u", "2 h"),
    p.Part("Disputed", 1, "d", "1 h"),
    p.Part("Free", 4, "n", "4 h"),
)
COUNTS = (
    p.CountRow("Most deprived", ("31 of 128", 16)),
    p.CountRow("Second", ("29 of 101", None), "half of this fifth"),
)
STEPS = (
    p.Step("Chosen", "19 May", "done"),
    p.Step("Sent", "19 May", "done"),
    p.Step("Said yes", "20 May", "done"),
    p.Step("First visit", "not known", "unk"),
    p.Step("8 weeks", "23 July"),
)
CHIPS = (p.Chip("Free", HERE, on=True), p.Chip("Today", HERE), p.Chip("Step-free", HERE))
LINES = (
    p.Line(
        key="words",
        label="What she would like",
        text="I used to sing. Alto, in the works choir.",
        own_words=True,
    ),
    p.Line(key="when", label="When", text="Thursday 28 May would suit her"),
    p.Line(key="health", label="Health", text="She is waiting for a hip operation.", out=True),
    p.Line(
        key="reach",
        label="How to reach her",
        text="Landline, mornings. Let it ring.",
        note="shown only after they say yes",
    ),
)
HELP = (
    p.HelpLine("999", "Life in danger"),
    p.HelpLine("111, option 2", "Mental health crisis, day and night"),
    p.HelpLine("116 123", "Samaritans, free, day and night"),
    p.HelpLine("0161 496 0170", "Duty clinician, until 6:30pm"),
)
NOTICES = (
    p.Notice("Your app is on."),
    p.Notice("Some of these words can mean danger. Is Derek safe now?", warns=True),
)
DANGER = (
    p.Answer(value="yes", label="Yes", note="We alert the duty clinician now."),
    p.Answer(
        value="dk", label="I don’t know", note="We treat this as yes until someone has asked."
    ),
    p.Answer(value="no", label="No, I have asked", note="The referral goes on, with your words."),
)
ANSWERS = (
    p.Answer(value="yes", label="Yes", note="You get her number next", icon="check", main=True),
    p.Answer(value="wait", label="Yes, but later", note="You say how many weeks", icon="clock"),
    p.Answer(value="no", label="Not right for us", note="You say what would be", icon="x"),
    p.Answer(value="full", label="We are full", note="We stop sending people", icon="pause"),
)
WRONG = {
    "name": "Derek",
    "words": "I used to sing.\nAlto, every Thursday.",
    "born-day": "31",
    "born-month": "2",
    "born-year": "1968",
    "safe": "yes",
    "phone": "",
    "minutes": "a while",
    "helps": ["step_free"],
}


@require_safe
@open_when_locked
def gallery(request: HttpRequest) -> HttpResponse:
    page = GalleryPage(
        title="The parts, and the three rules that tie them together",
        nav=(NavItem("Parts", HERE, here=True), NavItem("For people", f"{HERE}people")),
        person=PERSON,
        tabs=(p.Tab("Today", HERE, 12, here=True), p.Tab("Holding", HERE, 5)),
        rows=ROWS,
        reasons=REASONS,
        hidden=HIDDEN,
        week=WEEK,
        counts=COUNTS,
        steps=STEPS,
        sides=(
            p.Side("Maureen, by phone, today", "“Yes, I went”"),
            p.Side("Register", "Not ticked"),
        ),
        chips=CHIPS,
        lines=LINES,
        help_lines=HELP,
        notices=NOTICES,
        danger=DANGER,
        form=SampleForm(auto_id="new_%s"),
        wrong=SampleForm(WRONG),
    )
    return render(request, page)


@require_safe
@open_when_locked
def for_people(request: HttpRequest) -> HttpResponse:
    page = PeopleGalleryPage(
        title="Would Maureen be welcome?",
        answers=ANSWERS,
        chips=CHIPS,
        steps=STEPS,
        form=SampleForm(WRONG),
    )
    return render(request, page)
