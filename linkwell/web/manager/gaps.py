"""What was looked for and not found, by need and area: counts, never names."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict

from linkwell.access.rules import Actor, Role
from linkwell.evaluation.funnel import ROUNDED_TO
from linkwell.evaluation.queries import quarter_of
from linkwell.gaps.counting import Counts, by_need
from linkwell.gaps.queries import Area, Shown, areas, shown
from linkwell.gaps.rules import GAPS, AskedIn, Kind, Wish
from linkwell.kernel import clock
from linkwell.web.design.fields import Select
from linkwell.web.design.forms import Form
from linkwell.web.design.parts import CountRow
from linkwell.web.design.words import moment
from linkwell.web.doors import page
from linkwell.web.gap_words import COUNTED, KINDS
from linkwell.web.manager.gap_map import Spot, gap_map
from linkwell.web.manager.pages import AreaRow, GapsMonthsPage, GapsPage, NeedRow
from linkwell.web.manager.quarters import choices, months, this_quarter
from linkwell.web.manager.views import service_of
from linkwell.web.nav import nav_for
from linkwell.web.people_words import sentence

TITLE = "What was looked for and not found"
FEW = f"fewer than {ROUNDED_TO}"  # what a rounded 0 stands for
TOO_FEW = "too few"  # to say anything: a sum of rounded numbers, all of them 0
MOST = 3  # needs that are named first


class GapsForm(Form):
    """Which quarter. Periods that overlap would tell of their difference what rounding hides."""

    button = "Show"

    period = Select("Looked for in", missing="Choose a quarter", empty="")

    def __init__(self, asked: QueryDict) -> None:
        chosen = asked if "period" in asked else None
        super().__init__(chosen, initial={"period": this_quarter()})
        self.fields["period"].offer(choices())  # type: ignore[attr-defined]


@page(Role.MANAGER)
def gaps(request: HttpRequest, actor: Actor) -> GapsPage | GapsMonthsPage | HttpResponse:
    """Needs by areas, a map, and what each number means."""
    service = service_of(actor)
    form = GapsForm(request.GET)
    if form.is_bound and not form.is_valid():
        return GapsMonthsPage(title=TITLE, nav=nav_for(actor, "gaps"), form=form)
    named = form.cleaned_data["period"] if form.is_bound else this_quarter()
    first, last = quarter_of(date.fromisoformat(named))
    counted = shown(service.pk, first, last)
    where = _in_order(counted)
    if "download" in request.GET:
        return _as_csv(counted, where, first, last)
    numbers = _numbers(where)
    spots = [
        Spot(numbers[code], area.middle, _in_area(counted, code))
        for code, area in where.items()
        if area.middle is not None
    ]
    return GapsPage(
        title=TITLE,
        nav=nav_for(actor, "gaps"),
        who=f"Looked for {months(first, last)}, as counted {moment(clock.now())}. With the link"
        f" workers of {service.name}, and by anybody on the public page.",
        form=form,
        download=f"?{urlencode({**request.GET.dict(), 'download': 'csv'})}",
        stories=_large(counted.stories, "times that link workers looked with people"),
        public=_large(counted.public, "searches on the public page"),
        nothing=not (counted.stories.all_searched or counted.public.all_searched),
        most=_most(counted),
        needs=tuple(_need_rows(counted)),
        few=", ".join(wish.label for wish in Wish if not _is_shown(counted, wish)),
        map=gap_map(spots),
        areas=tuple(_area_rows(counted, where, numbers)),
        places=tuple(_place_rows(counted, where)),
        definitions=COUNTED,
    )


def _in_order(counted: Shown) -> Mapping[str, Area]:
    """The areas of which anything can be shown, where most is missing first."""
    codes = {*counted.stories.areas, *counted.public.areas}
    found = areas(codes)
    order = sorted(codes, key=lambda code: (-_in_area(counted, code), found[code].name))
    return {code: found[code] for code in order}


def _numbers(where: Mapping[str, Area]) -> Mapping[str, int]:
    """Of those that can be drawn, in the order of the table."""
    drawn = [code for code, area in where.items() if area.middle is not None]
    return {code: number for number, code in enumerate(drawn, start=1)}


def _in_area(counted: Shown, code: str) -> int:
    return counted.stories.of(area=code) + counted.public.of(area=code)


def _is_shown(counted: Shown, wish: Wish) -> bool:
    return bool(counted.stories.searched(wish) or counted.public.searched(wish))


def _large(counts: Counts, looked: str) -> tuple[str, str]:
    missing, searched = counts.of(), _number(counts.all_searched)
    return sentence(
        _sum(missing)
    ), f"{'gaps' if missing else 'gaps to show,'} of {searched} {looked}"


def _most(counted: Shown) -> str:
    """The needs of which most is missing, named; empty where nothing can be shown."""
    both = (counted.stories, counted.public)
    missing = [wish for wish in by_need(*both) if any(one.of(wish=wish) for one in both)]
    return ", ".join(wish.label for wish in missing[:MOST])


def _need_rows(counted: Shown) -> Iterator[NeedRow]:
    for wish in by_need(counted.stories, counted.public):
        if _is_shown(counted, wish):
            yield NeedRow(
                wish.label,
                _of(counted.stories, wish),
                _how(counted.stories, wish),
                _of(counted.public, wish),
                _how(counted.public, wish),
            )


def _how(counts: Counts, wish: Wish) -> str:
    """The kinds of which there is enough to show."""
    found = {kind: counts.of(wish=wish, kind=kind) for kind in KINDS}
    return ", ".join(f"{KINDS[kind]} {number:,}" for kind, number in found.items() if number)


def _of(counts: Counts, wish: Wish) -> str:
    """How often it was missing, of how often it was looked for."""
    missing, searched = counts.of(wish=wish), counts.searched(wish)
    return f"{_number(missing)} of {searched:,}" if searched else FEW


def _area_rows(
    counted: Shown, where: Mapping[str, Area], numbers: Mapping[str, int]
) -> Iterator[AreaRow]:
    for code, area in where.items():
        in_stories, in_public = counted.stories.of(area=code), counted.public.of(area=code)
        yield AreaRow(numbers.get(code), area.name, _sum(in_stories), _sum(in_public))


def _place_rows(counted: Shown, where: Mapping[str, Area]) -> Iterator[CountRow]:
    """Each need in each area, where a number can be shown."""
    for wish in by_need(counted.stories, counted.public):
        for code, area in where.items():
            both = [one.of(wish=wish, area=code) for one in (counted.stories, counted.public)]
            if any(both):
                yield CountRow(wish.label, tuple(map(_number, both)), note=area.name)


def _number(count: int) -> str:
    return f"{count:,}" if count else FEW


def _sum(count: int) -> str:
    return f"{count:,}" if count else TOO_FEW


def _as_csv(counted: Shown, where: Mapping[str, Area], first: date, last: date) -> HttpResponse:
    """The cells of which the page's numbers are sums, rounded alike."""
    text = io.StringIO()
    sheet = csv.writer(text)
    about = {"from": first, "until": last, "rounded_to": ROUNDED_TO}
    sheet.writerow([*about, "asked_in", "need", "kind", "area", "area_name", "count"])
    for asked_in, counts in zip(AskedIn, (counted.stories, counted.public), strict=True):
        for wish in Wish:
            found = _number(counts.of(wish=wish, kind=Kind.FOUND))
            sheet.writerow([*about.values(), asked_in, wish, Kind.FOUND, "", "", found])
            for code, area in where.items():
                for kind in GAPS:
                    missing = _number(counts.of(wish=wish, kind=kind, area=code))
                    row = [asked_in, wish, kind, code, area.name, missing]
                    sheet.writerow([*about.values(), *row])
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="gaps-{first}.csv"'
    return answer
