"""Who got there, and where people fell away: counts, never names."""

import csv
import io
from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict

from linkwell.access.models import Organisation
from linkwell.access.queries import agreed_between
from linkwell.access.rules import Actor, Role
from linkwell.evaluation.funnel import ROUNDED_TO, Rounded, StepCount, rounded
from linkwell.evaluation.queries import Asked, by_practice, quarter_of
from linkwell.evaluation.rules import TOLD_BY_BOTH, Known, Step, Why
from linkwell.kernel import clock
from linkwell.web.design.dates import DateParts
from linkwell.web.design.fields import Select
from linkwell.web.design.forms import Form
from linkwell.web.design.parts import CountRow, Part
from linkwell.web.design.words import counted, day, moment
from linkwell.web.doors import page
from linkwell.web.funnel_words import COUNTED, STEPS
from linkwell.web.manager.pages import FunnelDatesPage, FunnelPage, StepRow, WhyRow
from linkwell.web.manager.quarters import choices, months, this_quarter
from linkwell.web.manager.views import service_of
from linkwell.web.nav import nav_for
from linkwell.web.people_words import sentence

TITLE = "Who got there, and where people fell away"
FEW = f"fewer than {ROUNDED_TO}"  # what a rounded 0 stands for
SHARES_FROM = 50  # referrals: a share of fewer would say more than rounded numbers do
EXACT_SHARES_FROM = 500  # from here on rounding moves a share by less than one per cent

WHY: Mapping[Why, tuple[str, str]] = {
    Why.NOT_ASKED: ("Nobody asked whether they want it", "Whoever refers can ask"),
    Why.WAITS: ("Wait for their first talk", "See the load of the team"),
    Why.NO_PLAN: ("Talk, and nothing is set or chosen yet", "Time will tell"),
    Why.NOT_SENT: ("Chose, and the group does not know yet", "Link workers can send it"),
    Why.SILENT: ("The group has not answered", "Ring the group"),
    Why.CANNOT_NOW: ("The group is full or not right", "Link workers can offer another"),
    Why.NO_WORD: ("Nobody has told us what came of it", "Ask at the next call"),
    Why.NOT_YET: ("“Not yet”, they say", "Ask again"),
    Why.CANNOT_SAY: (
        "Were asked, and cannot or would rather not say",
        "That is an answer",
    ),
}
_KINDS = {Known.YES: "1", Known.UNKNOWN: "u", Known.DISPUTED: "d", Known.NO: "n"}
LEGEND = (
    Part("Yes", 0, "1"),
    Part("Not known", 0, "u"),
    Part("Disputed", 0, "d"),
    Part("No", 0, "n"),
)


class FunnelForm(Form):
    """Which quarter, and as known when. No other choice: periods that overlap, or a part of the
    practices, would tell of their difference what rounding hides."""

    button = "Show"

    period = Select("Offered in", missing="Choose a quarter", empty="")
    as_of = DateParts(
        "As known at the end of",
        hint="Leave it empty for now",
        say_optional=False,
        wrong="Write a day, a month and a year, such as 31 3 2026, or leave it empty for now",
        outside="That day is not over yet. Write one until today, or leave it empty for now",
    )

    def __init__(self, asked: QueryDict) -> None:
        named = {"period", *self.base_fields["as_of"].box_names("as_of")}  # type: ignore[attr-defined]
        chosen = asked if named & asked.keys() else None
        super().__init__(chosen, initial={"period": this_quarter()})
        self.fields["period"].offer(choices())  # type: ignore[attr-defined]
        self.fields["as_of"].not_after = clock.today()  # type: ignore[attr-defined]


@page(Role.MANAGER)
def funnel(request: HttpRequest, actor: Actor) -> FunnelPage | FunnelDatesPage | HttpResponse:
    """Every step with its denominator; what is not known and disputed beside it."""
    service = service_of(actor)
    form = FunnelForm(request.GET)
    if form.is_bound and not form.is_valid():
        return FunnelDatesPage(title=TITLE, nav=nav_for(actor, "funnel"), form=form)
    asked = _asked(service.pk, form)
    found = by_practice(asked)
    agreed = agreed_between(service.pk, asked.first, asked.as_of)
    practices = list(Organisation.objects.filter(pk__in=agreed | found.keys()).order_by("name"))
    shown = rounded({practice.pk: found.get(practice.pk, {}) for practice in practices})
    if "download" in request.GET:
        return _as_csv(shown, asked)
    visits = shown.funnel.step(Step.ATTENDED)
    return FunnelPage(
        title=TITLE,
        nav=nav_for(actor, "funnel"),
        who=_who(service, practices, asked),
        form=form,
        download=f"?{urlencode({**request.GET.dict(), 'download': 'csv'})}",
        got_there=_got_there(visits, shown.funnel.everybody),
        cannot_say=_cannot_say(visits),
        legend=LEGEND,
        everybody=shown.funnel.everybody,
        connected=_number(visits.of),
        steps=tuple(map(_row, shown.funnel.steps)),
        by_practice=_practice_rows(practices, shown),
        whys=tuple(
            WhyRow(_number(number), *WHY[why])
            for waiting in shown.funnel.why.values()
            for why, number in waiting.items()
            if number
        ),
        definitions=(*((name, text) for name, _short, text in STEPS.values()), *COUNTED),
    )


def _asked(service_id: UUID, form: FunnelForm) -> Asked:
    """What the form says; this quarter as known now where nothing was asked."""
    said = form.cleaned_data if form.is_bound else {}
    named = said.get("period")
    first, last = quarter_of(date.fromisoformat(named) if named else clock.today())
    return Asked(service_id, first, last, said.get("as_of") or clock.today())


def _who(service: Organisation, practices: list[Organisation], asked: Asked) -> str:
    now = moment(clock.now())
    known = now if asked.as_of == clock.today() else f"at the end of {day(asked.as_of)}"
    whose = counted(len(practices), "practice", "practices")
    quarter = months(asked.first, asked.last)
    return f"Referrals offered {quarter}, as known {known}. {service.name}, {whose}."


def _got_there(visits: StepCount, everybody: int) -> tuple[str, str]:
    """The large number, and what it would be if every "not known" at that step were a yes."""
    yes, most = visits[Known.YES], visits[Known.YES] + visits[Known.UNKNOWN]
    share, at_most = _share(yes, everybody), _share(most, everybody)
    note = f"If every “not known” at this step were a yes: {_number(most)}"
    note = f"{sentence(share)}. {note}, or {at_most}." if share else f"{note}."
    return sentence(_number(yes)), note


def _cannot_say(visits: StepCount) -> tuple[str, str]:
    unknown, disputed = _number(visits[Known.UNKNOWN]), _number(visits[Known.DISPUTED])
    note = f"{sentence(unknown)} not known, {disputed} where person and group disagree."
    return sentence(_number(visits.cannot_say)), note


def _row(one: StepCount) -> StepRow:
    name, short, _text = STEPS[one.step]
    cells = _cells(one)
    return StepRow(
        name=name,
        short=short,
        first=one.step is Step.OFFERED,
        parts=tuple(Part(part, one[part], _KINDS[part]) for part in Known),
        yes=cells[Known.YES],
        of=_number(one.of) if one.of else "",
        share=_share(one[Known.YES], one.of),
        unknown=cells[Known.UNKNOWN],
        disputed=cells[Known.DISPUTED],
        no=cells[Known.NO],
    )


def _practice_rows(practices: list[Organisation], shown: Rounded) -> tuple[CountRow, ...]:
    rows = [(one.name, shown.practices[one.pk]) for one in practices]
    return tuple(
        CountRow(name, tuple(map(_number, (row.got_there, row.cannot_say, row.others))))
        for name, row in rows
    )


def _cells(one: StepCount) -> dict[Known, str]:
    """Each part as it is written, on the page and in the file; empty: no such answer here."""
    asked = [Known.YES]
    if one.step is not Step.OFFERED:
        asked += [Known.UNKNOWN, Known.NO]
    if one.step in TOLD_BY_BOTH:
        asked += [Known.DISPUTED]
    return {part: _number(one[part]) if part in asked else "" for part in Known}


def _number(count: int) -> str:
    return f"{count:,}" if count else FEW


def _share(part: int, whole: int) -> str:
    """Of rounded numbers, and as precise as they are; empty where it would say more than that."""
    if not part or whole < SHARES_FROM:
        return ""
    if whole < EXACT_SHARES_FROM:
        return f"about {5 * round(20 * part / whole)}%"
    return f"{100 * part / whole:.0f}%"


def _as_csv(shown: Rounded, asked: Asked) -> HttpResponse:
    """The same numbers as on the page, rounded alike."""
    text = io.StringIO()
    sheet = csv.writer(text)
    about = {
        "offered_from": asked.first,
        "offered_until": asked.last,
        "as_known_on": asked.as_of,
        "rounded_to": ROUNDED_TO,
    }
    sheet.writerow([*about, "step", "of", *Known])
    for one in shown.funnel.steps:
        sheet.writerow([*about.values(), one.step, _number(one.of), *_cells(one).values()])
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="funnel-{asked.first}.csv"'
    return answer
