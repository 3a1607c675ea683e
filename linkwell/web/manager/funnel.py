"""Who got there, and where people fell away: counts, never names."""

import csv
import io
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from linkwell.access.models import Organisation, PracticeAgreement
from linkwell.access.rules import Actor, Role
from linkwell.evaluation.funnel import Funnel, StepCount, count, suppress_rows, suppressed
from linkwell.evaluation.queries import Asked, by_practice, pathways, quarter_of
from linkwell.evaluation.rules import Known, Pathway, Step, Why
from linkwell.kernel import clock
from linkwell.web.design.dates import DateParts
from linkwell.web.design.fields import Choice, Select
from linkwell.web.design.forms import Form
from linkwell.web.design.parts import CountRow, Part
from linkwell.web.design.words import counted, day, moment
from linkwell.web.doors import page
from linkwell.web.funnel_words import STEPS
from linkwell.web.manager.pages import FunnelPage, StepRow, WhyRow
from linkwell.web.manager.views import service_of
from linkwell.web.nav import nav_for

QUARTERS = 8  # that can be chosen, this one among them
HIDDEN = "not shown"  # under 5, or so that one under 5 cannot be worked out

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
    """Which quarter, and as known when. Not which practice: from the whole and all practices but
    one anybody works out that one, whatever is hidden there."""

    button = "Show"

    period = Select("Offered in", missing="Choose a quarter", empty="")
    as_of = DateParts(
        "As known at the end of",
        hint="Leave it empty for now",
        say_optional=False,
        wrong="Write a day, a month and a year, such as 31 3 2026, or leave it empty for now",
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data, initial={"period": quarter_of(clock.today())[0].isoformat()})
        quarters = [Choice(first.isoformat(), _months(first, last)) for first, last in _quarters()]
        self.fields["period"].offer(quarters)  # type: ignore[attr-defined]


@page(Role.MANAGER)
def funnel(request: HttpRequest, actor: Actor) -> FunnelPage | HttpResponse:
    """Every step with its denominator; what is not known and disputed beside it."""
    service = service_of(actor)
    agreed = PracticeAgreement.objects.filter(service=service).values("practice_id")
    practices = list(Organisation.objects.filter(pk__in=agreed).order_by("name"))
    form = FunnelForm(request.GET if "period" in request.GET else None)
    asked = _asked(service.pk, form)
    shown = suppressed(count(pathways(asked)))
    if "download" in request.GET:
        return _as_csv(shown, asked)
    return FunnelPage(
        title="Who got there, and where people fell away",
        nav=nav_for(actor, "funnel"),
        who=_who(service, practices, asked),
        form=form,
        download=f"?{urlencode({**request.GET.dict(), 'download': 'csv'})}",
        got_there=_got_there(shown),
        cannot_say=_cannot_say(shown.step(Step.ATTENDED)),
        legend=LEGEND,
        everybody=shown.steps[0].of,
        steps=tuple(_row(one, shown.steps[0].of or 0) for one in shown.steps),
        by_practice=_practice_rows(practices, by_practice(asked), shown),
        whys=tuple(
            WhyRow(f"{number:,}", *WHY[why])
            for waiting in shown.why.values()
            for why, number in waiting.items()
            if number is not None
        ),
        definitions=tuple((name, text) for name, _short, text in STEPS.values()),
    )


def _quarters() -> list[tuple[date, date]]:
    """This quarter and those before it, newest first."""
    found = [quarter_of(clock.today())]
    while len(found) < QUARTERS:
        found.append(quarter_of(found[-1][0] - timedelta(days=1)))
    return found


def _months(first: date, last: date) -> str:
    return f"{first:%B} to {last:%B} {last.year}"


def _asked(service_id: UUID, form: FunnelForm) -> Asked:
    """What the form says; this quarter as known now where it says nothing, or cannot be read."""
    said = form.cleaned_data if form.is_bound and form.is_valid() else {}
    named = said.get("period")
    first, last = quarter_of(date.fromisoformat(named) if named else clock.today())
    as_of = min(said.get("as_of") or clock.today(), clock.today())
    return Asked(service_id, first, last, as_of)


def _who(service: Organisation, practices: list[Organisation], asked: Asked) -> str:
    now = moment(clock.now())
    known = now if asked.as_of == clock.today() else f"at the end of {day(asked.as_of)}"
    whose = counted(len(practices), "practice", "practices")
    months = _months(asked.first, asked.last)
    return f"People offered a referral {months}, as known {known}. {service.name}, {whose}."


def _got_there(shown: Funnel) -> tuple[str, str]:
    """The large number, and what it would be if every "not known" at that step were a yes."""
    step, everybody = shown.step(Step.ATTENDED), shown.steps[0].of
    yes, unknown = step[Known.YES], step[Known.UNKNOWN]
    if yes is None or not everybody:
        return "", "Too few to show." if everybody is None or yes is None else "Nobody yet."
    note = f"{_percent(yes, everybody)}."
    if unknown:
        most = yes + unknown
        note += f" If every “not known” at this step were a yes: {most}, or"
        note += f" {_percent(most, everybody)}."
    return str(yes), note


def _cannot_say(step: StepCount) -> tuple[str, str]:
    unknown, disputed = step[Known.UNKNOWN], step[Known.DISPUTED]
    if unknown is None or disputed is None:
        return "", "Too few to show."
    note = f"{unknown} not known, {disputed} where person and group disagree."
    return str(unknown + disputed), note


def _row(one: StepCount, everybody: int) -> StepRow:
    name, short, _text = STEPS[one.step]
    yes = one[Known.YES]
    parts = [Part(part, one[part] or 0, _KINDS[part]) for part in Known]
    return StepRow(
        name=name,
        short=short,
        first=one.step is Step.OFFERED,
        parts=tuple(parts) if everybody and None not in one.parts.values() else (),
        yes=_number(yes),
        of="" if one.of is None else f"{one.of:,}",
        share=_percent(yes, one.of) if yes is not None and one.of else "",
        unknown=_number(one[Known.UNKNOWN]),
        disputed=_number(one[Known.DISPUTED]) if one[Known.DISPUTED] != 0 else "",
        no=_number(one[Known.NO]),
    )


def _practice_rows(
    practices: list[Organisation], found: Mapping[UUID, Mapping[Pathway, int]], shown: Funnel
) -> tuple[CountRow, ...]:
    """Each practice beside the others: a small number, and one more with it, is hidden."""
    funnels = [count(found.get(one.pk, {})) for one in practices]
    cells = ((Step.OFFERED, Known.YES), (Step.ATTENDED, Known.YES), (Step.ATTENDED, Known.UNKNOWN))
    columns = [
        suppress_rows(
            [one.step(step)[part] or 0 for one in funnels],
            whole_shown=shown.step(step)[part] is not None,
        )
        for step, part in cells
    ]
    return tuple(
        CountRow(one.name, tuple(_number(column[number]) for column in columns))
        for number, one in enumerate(practices)
    )


def _number(count: int | None) -> str:
    return HIDDEN if count is None else f"{count:,}"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%"


def _as_csv(shown: Funnel, asked: Asked) -> HttpResponse:
    """The same numbers, as shown: what is hidden on the page is hidden here."""
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(["offered_from", "offered_until", "as_known_on", "step", "of", *Known])
    for one in shown.steps:
        parts = [HIDDEN if one.parts[part] is None else one.parts[part] for part in Known]
        of = HIDDEN if one.of is None else one.of
        sheet.writerow([asked.first, asked.last, asked.as_of, one.step, of, *parts])
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="funnel-{asked.first}.csv"'
    return answer
