"""The journal, read into pathways. Done by `bulk` every minute, for whomever something happened to.

What is written for a referral is always written anew from all that the journal holds of it, so it
may be done twice, late or in any order.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connections, transaction

from linkwell.evaluation.rules import ASKED, Fact, Version, versions
from linkwell.journal.models import JobRun
from linkwell.kernel.ids import new_id

JOB = "evaluation.project"
AT_ONCE = 500  # people
_LOOK_BACK = timedelta(minutes=30)  # longer than any transaction may take to commit what happened

_OF_A_REFERRAL = ("ReferralReceived", "ReferralReturned", "ReferralPassedOn", "ReferralDeclined")
_JOINING = ("ReferralLinked", "ReferralJoined", "ReferralAccepted")
_OF_A_CASE = (
    *("CaseBegun", "ContactRecorded", "GoalSet", "OptionChosen", "CaseClosed", "CaseReopened"),
)
_OF_A_CONNECTION = (
    *("ToldAbout", "DetailsSent", "DetailsTakenBack", "ConnectionAnswered", "AccountGiven"),
)
_BEGUN = "ConnectionBegun"
HEARD = (*_OF_A_REFERRAL, *_JOINING, *_OF_A_CASE, *_OF_A_CONNECTION, _BEGUN)


@dataclass(frozen=True)
class Happened:
    """A row of the journal."""

    name: str
    at: datetime
    service_id: UUID
    person_id: UUID
    subject_id: UUID
    data: dict[str, Any]

    def id_of(self, key: str) -> UUID | None:
        return UUID(self.data[key]) if self.data.get(key) else None


@dataclass(frozen=True)
class Course:
    """One referral: who sent it, and its versions."""

    received: Happened
    versions: list[Version] = field(default_factory=list)


def project_recent(_now: datetime) -> None:
    """Write anew what something has happened to since shortly before the last time."""
    last = JobRun.objects.filter(job=JOB).values_list("finished_at", flat=True).first()
    project(since=None if last is None else last - _LOOK_BACK)


def project(*, since: datetime | None = None) -> int:
    """Write pathways anew: of everybody, or of whom something happened to since. How many."""
    waiting = _people(since)
    for first in range(0, len(waiting), AT_ONCE):
        _write(waiting[first : first + AT_ONCE])
    return len(waiting)


def _people(since: datetime | None) -> list[UUID]:
    with connections["bulk"].cursor() as cursor:
        cursor.execute(
            "select distinct person_id from journal_event where name = any(%s)"
            " and person_id is not null and (%s::timestamptz is null or at >= %s) order by 1",
            [list(HEARD), since, since],
        )
        return [person_id for (person_id,) in cursor.fetchall()]


def _write(person_ids: Collection[UUID]) -> None:
    happened = _happened(_joined(set(person_ids)))
    rows = [row for course in courses(happened) for row in _rows(course)]
    referrals = list({one.subject_id for one in happened if one.name == "ReferralReceived"})
    with transaction.atomic(using="bulk"), connections["bulk"].cursor() as cursor:
        cursor.execute(
            "delete from evaluation_pathwayversion where referral_id = any(%s)", [referrals]
        )
        cursor.executemany(_INSERT, rows)


def _joined(person_ids: set[UUID]) -> set[UUID]:
    """With whoever turned out to be the same person as one of them."""
    while True:
        with connections["bulk"].cursor() as cursor:
            cursor.execute(_SAME, [list(person_ids), list(person_ids)])
            found = {person_id for row in cursor.fetchall() for person_id in row}
        if found <= person_ids:
            return person_ids
        person_ids |= found


_SAME = """
    select linked.person_id, joined.person_id
    from journal_event linked
    join journal_event joined
      on joined.name = 'ReferralJoined' and joined.subject_id = (linked.data->>'copy_id')::uuid
    where linked.name = 'ReferralLinked'
      and (linked.person_id = any(%s) or joined.person_id = any(%s))
"""


def _happened(person_ids: set[UUID]) -> list[Happened]:
    with connections["bulk"].cursor() as cursor:
        cursor.execute(
            "select name, at, service_id, person_id, subject_id, data from journal_event"
            " where person_id = any(%s) and name = any(%s) order by at, id",
            [list(person_ids), list(HEARD)],
        )
        return [
            Happened(name, at, service_id, person_id, subject_id, json.loads(data))
            for name, at, service_id, person_id, subject_id, data in cursor.fetchall()
        ]


def courses(happened: Iterable[Happened]) -> list[Course]:
    """Each referral with what was known of it, from all that happened to some people."""
    rows = list(happened)
    by_subject: dict[UUID, list[Happened]] = defaultdict(list)
    by_case: dict[UUID, list[Fact]] = defaultdict(list)
    begun = {row.subject_id: row.id_of("case_id") for row in rows if row.name == _BEGUN}
    for row in rows:
        by_subject[row.subject_id].append(row)
        case_id, connection = _case_of(row, begun)
        if case_id is not None:
            by_case[case_id].append(Fact(row.name, row.at, row.data, connection))
    return [
        Course(row, versions(_facts_of(row, by_subject, by_case)))
        for row in rows
        if row.name == "ReferralReceived"
    ]


def _case_of(row: Happened, begun: Mapping[UUID, UUID | None]) -> tuple[UUID | None, UUID | None]:
    """The case that a fact is about, and the connection."""
    if row.name in _OF_A_CONNECTION:
        return begun.get(row.subject_id), row.subject_id
    if row.name in _OF_A_CASE:
        return row.id_of("case_id") or row.subject_id, None
    return None, None


def _facts_of(
    received: Happened,
    by_subject: Mapping[UUID, list[Happened]],
    by_case: Mapping[UUID, list[Fact]],
) -> list[Fact]:
    """The facts of one referral, also after it went on in another record.

    What happened in a case before the referral came to it is known of the referral from then on.
    """
    facts: list[Fact] = []
    waiting = [received.subject_id]
    while waiting:
        for row in by_subject[waiting.pop()]:
            if row.name in _OF_A_REFERRAL:
                facts.append(Fact(row.name, row.at, row.data))
            elif row.name == "ReferralLinked":
                facts.append(Fact(row.name, row.at))
                waiting += filter(None, [row.id_of("copy_id")])
            elif row.name in _JOINING and (case_id := row.id_of("case_id")):
                facts += (replace(one, at=max(one.at, row.at)) for one in by_case[case_id])
    return facts


def _rows(course: Course) -> list[list[Any]]:
    received, ends = course.received, [one.known_from for one in course.versions[1:]]
    return [
        [
            new_id(),
            received.person_id,
            received.service_id,
            received.id_of("practice_id"),
            received.subject_id,
            received.at,
            one.known_from,
            until,
            *(str(one.pathway.of(step)) for step in ASKED),
            str(one.pathway.why or ""),
        ]
        for one, until in zip(course.versions, [*ends, None], strict=True)
    ]


_COLUMNS = (
    *("id", "person_id", "service_id", "practice_id", "referral_id"),
    *("offered_at", "known_from", "known_until", *(str(step) for step in ASKED), "why"),
)
_INSERT = (
    f"insert into evaluation_pathwayversion ({', '.join(_COLUMNS)})"  # noqa: S608 (our own names)
    f" values ({', '.join(['%s'] * len(_COLUMNS))})"
)
