"""Whom to ask next: reading a few hundred entries answers as reading all of them would."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkwell.access.scope import acting_as
from linkwell.directory import waiting
from linkwell.directory.asking import AGAIN, ASKED_ABOUT, Way
from linkwell.directory.freshness import HALF_LIFE, Source, Trouble
from linkwell.directory.keeping import Asking
from linkwell.directory.models import Check, FoundWrong, Organization, Publisher, Service
from linkwell.directory.rules import CLOSED, Status
from linkwell.kernel import clock
from linkwell.tables.writing import writing
from tests import saying

pytestmark = pytest.mark.django_db

_ALL = """
    select s.id from directory_service s
    cross join (values {parts}) as p(part, half_life)
    left join directory_check c on c.service_id = s.id and c.part = p.part
    where s.status <> all(%s) and (s.phone <> '' or s.email <> '')
      and not exists (select from directory_foundwrong f where f.service_id = s.id
                      and f.what = 'closed' and f.ended_on is null)
      and not exists (select from directory_asking a where a.service_id = s.id
                      and (a.asked_on > %s or (a.way = 'ring' and a.answered_on is null)))
    group by s.id
    having max((%s - coalesce(greatest(c."on", s.assured_date), date '1900-01-01'))
               / p.half_life::float) > 1
    order by max((%s - coalesce(greatest(c."on", s.assured_date), date '1900-01-01'))
                 / p.half_life::float) desc, s.id
    limit %s
"""


def of_all(today: date, most: int) -> list[Any]:
    """The question as it would be asked of every entry and each of its parts."""
    parts = ", ".join(f"('{part}', {HALF_LIFE[part]})" for part in sorted(ASKED_ABOUT))
    closed = [status.value for status in CLOSED]
    with connection.cursor() as cursor:
        cursor.execute(_ALL.format(parts=parts), [closed, today - AGAIN, today, today, most])
        return [row[0] for row in cursor.fetchall()]


AGES = st.sampled_from((None, 0, 1, 89, 90, 91, 180, 181, 365, 366, 400, 800))
ENTRIES = st.fixed_dictionaries(
    {
        "assured": AGES,
        "checks": st.dictionaries(st.sampled_from(sorted(ASKED_ABOUT)), AGES, max_size=6),
        "phone": st.sampled_from(("", "0161 496 0000", "0161 496 0000")),
        "status": st.sampled_from((Status.ACTIVE, Status.ACTIVE, Status.INACTIVE)),
        "asked": st.sampled_from((None, None, 3, 28, 29)),
        "closed": st.sampled_from((False, False, True)),
    }
)


def write(entries: list[dict[str, Any]], today: date) -> None:
    def before(days: int | None) -> date | None:
        return None if days is None else today - timedelta(days=days)

    Service.objects.all().delete()
    publisher, _ = Publisher.objects.get_or_create(name="A list")
    group, _ = Organization.objects.get_or_create(publisher=publisher, source_id="1", name="G")
    for number, entry in enumerate(entries):
        service = Service.objects.create(
            publisher=publisher, source_id=str(number), organization=group, name="A",
            phone=entry["phone"], status=entry["status"], assured_date=before(entry["assured"]),
        )  # fmt: skip
        for part, days in entry["checks"].items():
            if (on := before(days)) is not None:
                Check.objects.create(service=service, part=part, source=Source.PROVIDER, on=on)
        if (on := before(entry["asked"])) is not None:
            Asking.objects.create(
                service=service, group=group.pk, way=Way.EMAIL, to="a@b.example", asked_on=on
            )
        if entry["closed"]:
            FoundWrong.objects.create(service=service, what=Trouble.CLOSED, on=today, until=today)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(entries=st.lists(ENTRIES, max_size=8), most=st.integers(1, 4))
def test_the_few_that_are_looked_at_hold_those_that_it_is_longest_since(
    entries: list[dict[str, Any]], most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "_MOST", most)
    today = clock.today()
    with acting_as(saying.OPERATOR), writing():
        write(entries, today)
        found = [one.service_id for one in waiting.due_candidates(today)]
        assert sorted(found) == sorted(of_all(today, most))
