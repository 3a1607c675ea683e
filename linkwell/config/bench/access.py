"""What the two walls cost: one person, a caseload, the newest, a name, among a million people."""

import random
from collections.abc import Callable, Iterator
from uuid import UUID

from django.db import connections

from linkwell.access.models import User
from linkwell.access.queries import actor_for
from linkwell.access.rules import Actor
from linkwell.access.scope import acting_as
from linkwell.cases.queries import caseload
from linkwell.config.bench.timing import Timing, each, percentile
from linkwell.people.models import Person
from linkwell.people.queries import find_by_name, newest

SERVICES, WORKERS, CASELOAD, RUNS, PROMISED = 20, 100, 300, 1000, 20.0


def run(people: int) -> Iterator[Timing]:
    """Fill the database if it is not filled for this many people; ask; say what it took."""
    fill(people)
    chance = random.Random(people)
    workers = [actor_for(user) for user in _users("worker", chance)]
    leads = [actor_for(user) for user in _users("lead", chance)]
    for actor in (*workers, *leads):
        _warm(actor)
    yield _time("one person of one's caseload", _one_person(workers, chance), _ONE)
    yield _time(f"a caseload of {CASELOAD}", _caseload(workers, chance), _CASELOAD)
    yield _time("the newest 50 of a service", _newest(leads, chance), _NEWEST)
    yield _time("a name in a service, as supervisor", _name(leads, chance), _NAME)
    yield _time("a name, as link worker", _name(workers, chance), _NAME)


Chance = tuple[Actor, UUID | str | None]
Question = tuple[Callable[[Chance], int], list[Chance]]


def _time(what: str, question: Question, sql: str) -> Timing:
    ask, chances = question
    took, rows = each(ask, chances)
    plain, _ = each(lambda chance: _plainly(sql, chance), chances)
    return Timing(
        what=what,
        runs=len(took),
        rows=rows,
        p50=percentile(took, 0.5),
        p95=percentile(took, 0.95),
        p99=percentile(took, 0.99),
        reference_p95=percentile(plain, 0.95),
        promised_p95=PROMISED,
    )


def _one_person(workers: list[Actor], chance: random.Random) -> Question:
    def ask(given: Chance) -> int:
        actor, person_id = given
        with acting_as(actor):
            assert isinstance(person_id, UUID)
            return int(Person.objects.one(person_id).person_id is not None)

    pairs: list[Chance] = []
    for actor in workers:
        with acting_as(actor):
            ids = [one.person_id for one in caseload([actor.memberships[0].id])]
        pairs += [(actor, one) for one in chance.choices(ids, k=RUNS // len(workers))]
    return ask, pairs


def _caseload(workers: list[Actor], chance: random.Random) -> Question:
    def ask(given: Chance) -> int:
        with acting_as(given[0]) as actor:
            return len(caseload(member.id for member in actor.memberships))

    return ask, [(chance.choice(workers), None) for _ in range(RUNS // 2)]


def _newest(leads: list[Actor], chance: random.Random) -> Question:
    def ask(given: Chance) -> int:
        with acting_as(given[0]) as actor:
            return len(newest(actor.memberships[0].organisation_id))

    return ask, [(chance.choice(leads), None) for _ in range(RUNS)]


def _name(actors: list[Actor], chance: random.Random) -> Question:
    def ask(given: Chance) -> int:
        with acting_as(given[0]) as actor:
            return len(find_by_name(actor.memberships[0].organisation_id, str(given[1])))

    letters = [f"{a}{b}{c}" for a in "bdmprst" for b in "aeiou" for c in "lmnrst"]
    return ask, [(chance.choice(actors), chance.choice(letters)) for _ in range(RUNS)]


# The same questions as plain SQL, by the role that bypasses every wall: the reference.
_ONE = "select * from people_person where person_id = %(given)s"
_CASELOAD = (
    "select * from people_person where person_id in"
    " (select person_id from cases_case where holder_id = %(member)s)"
)
_NEWEST = (
    "select * from people_person where service_id = %(service)s order by created_at desc limit 50"
)
_NAME = (
    "select * from people_person where service_id = %(service)s and search_name >= %(given)s"
    " and search_name < %(given)s || chr(1114111) order by search_name limit 50"
)


def _plainly(sql: str, given: Chance) -> int:
    actor, value = given
    member = actor.memberships[0]
    with connections["bulk"].cursor() as cursor:
        cursor.execute(
            sql,
            {
                "given": str(value) if isinstance(value, UUID) else value,
                "member": member.id,
                "service": member.organisation_id,
            },
        )
        return len(cursor.fetchall())


def _warm(actor: Actor) -> None:
    with acting_as(actor):
        Person.objects.first()


def _users(kind: str, chance: random.Random) -> list[User]:
    rows = list(User.objects.filter(email__startswith=f"{kind}-").order_by("email"))
    return chance.sample(rows, min(20, len(rows)))


def fill(people: int) -> None:
    """A database of its own for this many people, if it is not filled already."""
    with connections["bulk"].cursor() as cursor:
        cursor.execute("set statement_timeout = 0")
        cursor.execute("select count(*) from people_person")
        (there,) = cursor.fetchone() or (0,)
        if there == people:
            return
        cursor.execute(
            "truncate access_organisation, access_user, access_subject, journal_event cascade"
        )
        for statement in _FILL:
            cursor.execute(
                statement,
                {
                    "people": people,
                    "services": SERVICES,
                    "workers": WORKERS,
                    "caseload": min(CASELOAD, people // SERVICES // WORKERS),
                },
            )
        cursor.execute("analyze")


# Ids are made from numbers, so that a row's neighbours are known without asking.
_FILL = (
    """create or replace function pg_temp.made(kind int, n int) returns text language sql immutable
       as $$ select lpad(to_hex(kind), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0') $$
    """,
    """insert into access_organisation (id, kind, name, ods_code, phone, email)
       select pg_temp.made(1, n)::uuid, 'service', 'Service ' || n, 'B' || n, '', ''
       from generate_series(0, %(services)s - 1) n""",
    """insert into access_organisation (id, kind, name, ods_code, phone, email)
       select pg_temp.made(2, n)::uuid, 'practice', 'Practice ' || n, 'P' || n, '', ''
       from generate_series(0, %(services)s * 10 - 1) n""",
    """insert into access_user (id, email, name, is_active, password)
       select pg_temp.made(3, n)::uuid, 'worker-' || n || '@bench.example', 'Worker ' || n, true,
              '!'
       from generate_series(0, %(services)s * %(workers)s - 1) n""",
    """insert into access_user (id, email, name, is_active, password)
       select pg_temp.made(4, n)::uuid, 'lead-' || n || '@bench.example', 'Lead ' || n, true, '!'
       from generate_series(0, %(services)s - 1) n""",
    """insert into access_membership
         (id, user_id, organisation_id, role, languages, gender, began_at)
       select pg_temp.made(5, n)::uuid, pg_temp.made(3, n)::uuid,
              pg_temp.made(1, n %% %(services)s)::uuid, 'link_worker', '{}', '', now()
       from generate_series(0, %(services)s * %(workers)s - 1) n""",
    """insert into access_membership
         (id, user_id, organisation_id, role, languages, gender, began_at)
       select pg_temp.made(6, n)::uuid, pg_temp.made(4, n)::uuid, pg_temp.made(1, n)::uuid,
              'supervisor', '{}', '', now()
       from generate_series(0, %(services)s - 1) n""",
    """insert into access_subject (person_id, service_id, registered_at, registered_xact)
       select pg_temp.made(7, n)::uuid, pg_temp.made(1, n %% %(services)s)::uuid,
              now() - make_interval(mins => %(people)s - n), '0'
       from generate_series(0, %(people)s - 1) n""",
    """insert into people_person (person_id, service_id, given_name, family_name, search_name,
         birth_date, nhs_number, no_nhs_number, stated_nhs_number, language, helps, not_told, abuse,
         abuse_at, created_at)
       select pg_temp.made(7, n)::uuid, pg_temp.made(1, n %% %(services)s)::uuid, given, family,
              family || ' ' || given, date '1930-01-01' + n %% 30000, null, 'not_known', '', 'en',
              '[]', '', false, now(), now() - make_interval(mins => %(people)s - n)
       from (select n,
           substr('bdfghklmprst', 1 + h %% 12, 1) || substr('aeiou', 1 + h / 12 %% 5, 1)
             || substr('lmnrst', 1 + h / 60 %% 6, 1) || substr('bdfghk', 1 + h / 360 %% 6, 1)
             || substr('aeiou', 1 + h / 2160 %% 5, 1) || substr('lmnrst', 1 + h / 10800 %% 6, 1)
             as family,
           substr('abcdefghij', 1 + n %% 10, 1) || substr('aeiou', 1 + n / 10 %% 5, 1) || 'n'
             as given
         from (select n, abs(hashint4(n)) as h
               from generate_series(0, %(people)s - 1) n) x) named""",
    """insert into access_relationship
         (id, person_id, service_id, organisation_id, kind, basis, began_at, ended_at)
       select gen_random_uuid(), pg_temp.made(7, n)::uuid, pg_temp.made(1, n %% %(services)s)::uuid,
              pg_temp.made(2, n %% (%(services)s * 10))::uuid, 'referrer', 'referred', now(), null
       from generate_series(0, %(people)s - 1) n""",
    """insert into access_relationship
         (id, person_id, service_id, organisation_id, kind, basis, began_at, ended_at)
       select gen_random_uuid(), pg_temp.made(7, n)::uuid, pg_temp.made(1, n %% %(services)s)::uuid,
              pg_temp.made(1, n %% %(services)s)::uuid, 'queue', 'referred', now(),
              case when n >= %(people)s - 2000 then null else now() end
       from generate_series(0, %(people)s - 1) n""",
    """insert into access_relationship
         (id, person_id, service_id, organisation_id, member_id, kind, basis, began_at)
       select gen_random_uuid(), pg_temp.made(7, n)::uuid, pg_temp.made(1, n %% %(services)s)::uuid,
              pg_temp.made(1, n %% %(services)s)::uuid,
              pg_temp.made(5, n %% (%(services)s * %(workers)s))::uuid, 'caseload', 'accepted',
              now()
       from generate_series(0, %(services)s * %(workers)s * %(caseload)s - 1) n""",
    """insert into cases_case (id, person_id, service_id, holder_id, referral_id, state, at_risk,
         danger_open, closed_because, opened_at)
       select pg_temp.made(9, n)::uuid, pg_temp.made(7, n)::uuid,
              pg_temp.made(1, n %% %(services)s)::uuid,
              pg_temp.made(5, n %% (%(services)s * %(workers)s))::uuid, pg_temp.made(8, n)::uuid,
              'active', false, false, '', now()
       from generate_series(0, %(services)s * %(workers)s * %(caseload)s - 1) n""",
)
