"""The funnel from the journal, against an oracle in SQL that shares nothing with it.

The oracle asks the journal itself what was known at the end of a day, in one statement. Histories
are random: corrections, ends and new beginnings, people who turn out to be one. `make bars
ONLY=funnel` tries 1,000 of them.
"""

import os
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connections

from linkwell.access.models import Organisation
from linkwell.access.scope import acting_as
from linkwell.demo.seed import staff_actor
from linkwell.evaluation.funnel import count
from linkwell.evaluation.models import PathwayVersion
from linkwell.evaluation.projecting import project, project_recent
from linkwell.evaluation.queries import Asked, by_practice
from linkwell.evaluation.rules import ASKED, Known, Pathway, Step
from linkwell.kernel import clock
from linkwell.kernel.clock import end_of, start_of
from tests import town
from tests.actions.talking import referred, taken_on, talked
from tests.queries.histories import BEGIN, Teller

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

HISTORIES = int(os.environ.get("LINKWELL_HISTORIES", "120"))
FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)
Steps = tuple[str, ...]


@pytest.fixture
def teller() -> Teller:
    town.seed()
    service = Organisation.objects.get(name="Millrace Link Workers")
    return Teller(service.pk, random.Random(20_251))


def asked(teller: Teller, as_of: date, first: date = FIRST, last: date = LAST) -> Asked:
    return Asked(teller.service_id, first, last, as_of)


def counted(what: Asked) -> Counter[Steps]:
    """By the projection, as Helen, the manager, may ask."""
    with acting_as(staff_actor("helen")):
        found: Counter[Steps] = Counter()
        for pathways in by_practice(what).values():
            for pathway, number in pathways.items():
                found[tuple(map(str, pathway.known))] += number
    return found


def oracle(what: Asked) -> Counter[Steps]:
    with connections["bulk"].cursor() as cursor:
        cursor.execute(
            ORACLE,
            {
                "service": what.service_id,
                "first": start_of(what.first),
                "after": end_of(what.last),
                "known_by": end_of(what.as_of),
            },
        )
        return Counter({tuple(steps): number for *steps, number in cursor.fetchall()})


def test_the_funnel_is_what_the_journal_says_on_every_day(teller: Teller) -> None:
    for _ in range(HISTORIES):
        teller.history()
    teller.write()
    project()
    chance = random.Random(5)
    for _ in range(12):
        first = FIRST + timedelta(days=chance.randint(0, 90))
        last = first + timedelta(days=chance.randint(0, 120))
        what = asked(teller, FIRST + timedelta(days=chance.randint(5, 400)), first, last)
        assert counted(what) == oracle(what)
    everything = asked(teller, date(2026, 12, 31))
    assert sum(counted(everything).values()) == HISTORIES
    assert len(counted(everything)) > 15, "the histories are not all alike"


def test_what_happens_later_changes_nothing_of_an_earlier_day(teller: Teller) -> None:
    """Corrections, people who turn out to be one, cases that begin anew: all after that day."""
    for _ in range(60):
        teller.history()
    teller.write()
    project()
    days = [FIRST + timedelta(days=number) for number in range(10, 120, 10)]
    before = {day: counted(asked(teller, day)) for day in days}
    latest = teller.at = BEGIN + timedelta(days=150)
    for person, case in list(teller.cases.items()):
        teller.at = latest
        teller._case(person, case)
    teller.write()
    project(since=latest - timedelta(days=1))
    assert {day: counted(asked(teller, day)) for day in days} == before
    assert counted(asked(teller, date(2026, 1, 1))) != before[days[-1]]


def test_told_anew_it_says_the_same(teller: Teller) -> None:
    for _ in range(20):
        teller.history()
    teller.write()
    assert project() == project()
    everything = asked(teller, date(2026, 12, 31))
    assert counted(everything) == oracle(everything)
    with connections["bulk"].cursor() as cursor:
        cursor.execute(
            "select count(*) from evaluation_pathwayversion a join evaluation_pathwayversion b"
            " on b.referral_id = a.referral_id and b.known_from > a.known_from"
            " and (a.known_until is null or a.known_until > b.known_from)"
        )
        assert cursor.fetchone() == (0,), "for any day there is one row"


def test_what_link_workers_do_is_counted_a_minute_later() -> None:
    town.fill()
    case = taken_on()
    referred(given_name="Olive")
    talked(case)
    project_recent(clock.now())
    service = case.service_id
    today = clock.today()
    with acting_as(staff_actor("helen")):
        practices = by_practice(Asked(service, today, today, today))
    funnel = count(sum(practices.values(), Counter()))
    assert funnel.everybody > 2
    assert funnel.step(Step.REACHED)[Known.YES] == 1
    assert funnel.step(Step.PLANNED)[Known.UNKNOWN] == 1


def test_nobody_counts_another_service_and_no_link_worker_counts(teller: Teller) -> None:
    teller.history()
    teller.write()
    project()
    everything = asked(teller, date(2026, 12, 31))
    for who in ("kieran", "nadia", "ruth", "marcus", "amara"):
        with acting_as(staff_actor(who)):
            assert not by_practice(everything), who
    with acting_as(staff_actor("helen")):
        assert by_practice(everything)
        assert not PathwayVersion.objects.exists(), "who counts reads no row of anybody"
    elsewhere = Organisation.objects.get(name="Peakside Link Workers")
    with acting_as(staff_actor("helen")):
        assert not by_practice(replace(everything, service_id=elsewhere.pk))


def as_pathways(found: Mapping[Steps, int]) -> dict[Pathway, int]:
    return {Pathway(tuple(map(Known, steps)), None): n for steps, n in found.items()}


def test_the_oracle_and_the_projection_agree_on_every_denominator(teller: Teller) -> None:
    for _ in range(40):
        teller.history()
    teller.write()
    project()
    what = asked(teller, date(2025, 4, 1))
    mine, others = count(as_pathways(counted(what))), count(as_pathways(oracle(what)))
    assert mine == others
    assert len(mine.steps) == len(ASKED) + 1


ORACLE = """
with recursive e as (
  select * from journal_event where at < %(known_by)s
),
offer as (
  select subject_id as ref, data->>'wants' as wants from e
  where name = 'ReferralReceived' and service_id = %(service)s
    and at >= %(first)s and at < %(after)s
),
alias(ref, other) as (
  select ref, ref from offer
  union
  select a.ref, (e.data->>'copy_id')::uuid from alias a
  join e on e.name = 'ReferralLinked' and e.subject_id = a.other
),
file as (
  select a.ref, a.other, (e.data->>'case_id')::uuid as case_id from alias a
  join e on e.subject_id = a.other and e.name in ('ReferralAccepted', 'ReferralJoined')
  where e.data->>'case_id' is not null
),
link as (
  select f.ref, e.subject_id as link from file f
  join e on e.name = 'ConnectionBegun' and (e.data->>'case_id')::uuid = f.case_id
),
newest as (
  select distinct on (l.ref, l.link, e.data->>'question', e.data->>'source')
    l.ref, l.link, e.data->>'question' as question, e.data->>'source' as source,
    e.data->>'answer' as answer, e.at
  from link l join e on e.name = 'AccountGiven' and e.subject_id = l.link
  order by l.ref, l.link, e.data->>'question', e.data->>'source', e.at desc
),
word as (
  select ref, link, question,
    max(answer) filter (where source = 'person') as person,
    max(nullif(answer, 'unknown')) filter (where source = 'person') as p,
    max(nullif(answer, 'unknown')) filter (where source = 'partner') as g,
    max(at) filter (where source = 'person') < max(at) filter (where source = 'partner') as g_later
  from newest group by 1, 2, 3
),
visit as (
  select ref, bool_or(said = 'yes') as yes, bool_or(said = 'disputed') as disputed,
    bool_and(coalesce(said = 'no', false)) as all_no
  from (
    select ref, case
      when p is null or g is null or p = g then coalesce(p, g)
      when p || g in ('not_yetno', 'nonot_yet') then 'not_yet'
      when p = 'not_yet' and g = 'yes' and g_later then 'yes'
      when p = 'yes' and g = 'not_yet' and not g_later then 'yes'
      else 'disputed' end as said
    from word where question = 'visit'
  ) w group by 1
),
help as (
  select ref, bool_or(p in ('yes', 'a_little') and g is distinct from 'no') as yes,
    bool_or(p <> g) as disputed, bool_or(p = 'no') as no
  from word where question = 'helped' group by 1
),
replied as (
  select distinct on (l.ref, l.link) l.ref, l.link,
    case when e.name = 'ToldAbout' then 'yes' else e.data->>'answer' end as answer
  from link l join e on e.subject_id = l.link and e.name in ('ToldAbout', 'ConnectionAnswered')
  order by l.ref, l.link, e.at desc
),
open_link as (
  select ref, link from replied where answer in ('yes', 'later')
),
ended as (
  select o.ref,
    exists (select from alias a join e on e.subject_id = a.other where a.ref = o.ref
      and e.name in ('ReferralReturned', 'ReferralPassedOn', 'ReferralDeclined'))
    or coalesce((
      select e.name = 'CaseClosed' from file f join e on e.subject_id = f.case_id
      where f.ref = o.ref and e.name in ('CaseClosed', 'CaseReopened')
        and not exists (select from e gone
          where gone.name = 'ReferralLinked' and gone.subject_id = f.other and gone.at > e.at)
      order by e.at desc limit 1), false) as ended
  from offer o
),
raw as (
  select o.ref, o.wants, n.ended,
    exists (select from file f join e on e.subject_id = f.case_id and e.name = 'CaseBegun'
      where f.ref = o.ref)
    or exists (select from file f join e on (e.data->>'case_id')::uuid = f.case_id
      where f.ref = o.ref and e.name = 'ContactRecorded' and e.data->>'attendance' = 'met')
      as spoke,
    exists (select from file f join e on (e.data->>'case_id')::uuid = f.case_id
      where f.ref = o.ref and e.name in ('GoalSet', 'OptionChosen')) as planned,
    exists (select from open_link r where r.ref = o.ref) as welcome,
    coalesce(v.yes, false) as got, coalesce(v.disputed, false) as got_disputed,
    coalesce(v.all_no, false) and not exists (
      select from open_link r where r.ref = o.ref
        and not exists (select from newest w
          where w.ref = r.ref and w.link = r.link and w.question = 'visit')
    ) as got_no,
    coalesce(h.yes, false) as good, coalesce(h.disputed, false) as good_disputed,
    coalesce(h.no, false) as good_no
  from offer o join ended n using (ref) left join visit v using (ref) left join help h using (ref)
)
select
  case when wants = 'yes' or spoke or planned or welcome or got or good then 'yes'
    when wants = 'no' then 'no' else 'unknown' end,
  case when spoke or planned or welcome or got or good then 'yes'
    when ended then 'no' else 'unknown' end,
  case when planned or welcome or got or good then 'yes' when ended then 'no' else 'unknown' end,
  case when welcome or got or good then 'yes' when ended then 'no' else 'unknown' end,
  case when got or good then 'yes' when got_disputed then 'disputed'
    when got_no then 'no' else 'unknown' end,
  case when good then 'yes' when good_disputed then 'disputed'
    when good_no then 'no' else 'unknown' end,
  count(*)
from raw group by 1, 2, 3, 4, 5, 6
"""
