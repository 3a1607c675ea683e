"""T01, T02: what the two walls let through, each held against a table written by hand."""

from itertools import product

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from linkwell.access.policies import person_tables
from linkwell.access.rules import system_actor
from linkwell.access.scope import ActorScope, acting_as
from linkwell.access.sharing import MATRIX, Kind, Verb
from linkwell.demo.cast import STAFF
from linkwell.demo.seed import staff_actor
from linkwell.evaluation.projecting import project
from linkwell.kernel.ids import UUID, new_id
from linkwell.tables.record_classes import RecordClass as Rc
from linkwell.tables.scope import NoActorInScope, PersonRecord, in_scope
from tests import town

pytestmark = [
    pytest.mark.security,
    pytest.mark.django_db(transaction=True, databases="__all__"),
]

STORY = set(Rc) - {Rc.READING, Rc.DELIVERY, Rc.CONCERN, Rc.PULSE, Rc.PATHWAY}
WAITING = {Rc.IDENTITY, Rc.CONTACT, Rc.REFERRAL, Rc.TIMELINE, Rc.TASK, Rc.RELATIONSHIP}
WAITING |= {Rc.CONSENT, Rc.ALERT}
REFERRED = {Rc.IDENTITY, Rc.REFERRAL, Rc.RELATIONSHIP, Rc.ALERT, Rc.FEEDBACK, Rc.PATHWAY}
MILLRACE = ("maureen", "farida", "jo", "alan", "derek", "joan", "piotr")
OAKMERE = ("maureen", "farida", "jo", "alan", "derek", "piotr")
LOOKED = {Rc.READING, Rc.RELATIONSHIP}
QUEUE = {"derek": WAITING, "joan": WAITING, "piotr": WAITING}

# Who -> whom -> what. Written by hand from the data-sharing agreement, not from the code.
TRUTH: dict[str, dict[str, set[Rc]]] = {
    "nadia": {"maureen": STORY, "farida": STORY, **QUEUE},
    "tom": {"jo": STORY, **QUEUE},
    "ruth": dict.fromkeys(MILLRACE, STORY | {Rc.CONCERN}),
    "amara": dict.fromkeys(OAKMERE, REFERRED),
    "gemma": dict.fromkeys(OAKMERE, REFERRED),
    "helen": {},
    "marcus": dict.fromkeys(MILLRACE, LOOKED),
    "kieran": {"wendy": STORY},
    "beth": {"wendy": REFERRED},
}
MODELS = sorted(person_tables(), key=lambda model: model._meta.db_table)


@pytest.fixture
def people() -> dict[str, UUID]:
    town.fill()
    project()
    return town.person_ids()


def allowed(who: str, record_class: Rc, people: dict[str, UUID]) -> set[UUID]:
    return {people[whom] for whom, what in TRUTH[who].items() if record_class in what}


def all_of(model: type[PersonRecord]) -> set[UUID]:
    with connections["bulk"].cursor() as cursor:
        cursor.execute(f"select person_id from {model._meta.db_table} where person_id is not null")
        return {row[0] for row in cursor.fetchall()}


def through_the_application_alone(who: str, model: type[PersonRecord]) -> set[UUID]:
    """The role that bypasses row security asks with the application's filter only."""
    with in_scope(ActorScope(staff_actor(who))):
        seen = set(model.objects.using("bulk").values_list("person_id", flat=True))
    return seen - {None}


def through_the_database_alone(who: str, model: type[PersonRecord]) -> set[UUID]:
    """Plain SQL, as a developer would write it who forgot the filter."""
    with acting_as(staff_actor(who)), connection.cursor() as cursor:
        cursor.execute(f"select person_id from {model._meta.db_table} where person_id is not null")
        return {row[0] for row in cursor.fetchall()}


def test_each_wall_alone_lets_through_what_the_agreement_says(people: dict[str, UUID]) -> None:
    wrong = []
    for model in MODELS:
        there = all_of(model)
        for who in STAFF:
            right = allowed(who, model.record_class, people) & there
            for wall in (through_the_application_alone, through_the_database_alone):
                seen = wall(who, model)
                if seen != right:
                    wrong.append((wall.__name__, who, model._meta.db_table, seen ^ right))
    assert not wrong


def test_every_table_about_people_was_in_the_trial(people: dict[str, UUID]) -> None:
    """A table without rows would have proved nothing above."""
    empty = {model._meta.db_table for model in MODELS if not all_of(model)}
    assert empty <= {
        "journal_reading",
        "connections_offer",
        "connections_optionlist",
        "access_brokenglass",
        "consent_consent",
        "consent_decision",
        "people_proxy",
        "connections_connection",
        "connections_disclosure",
        "connections_account",
        "connections_intention",
        "feedback_practicemessage",
        "safety_alert",
        "safety_concern",
        "safety_mention",
        "safety_look",
        "conversations_attempt",
        "conversations_lastletter",
        "conversations_contact",
        "conversations_raisedneed",
        "conversations_supporter",
        "conversations_lookback",
        "plans_goal",
        "plans_step",
        "plans_plancopy",
        "measures_happened",
        "measures_asking",
        "measures_answer",
        "measures_pulseanswer",
        "diary_appointment",
    }


def test_every_table_with_a_person_in_it_stands_behind_the_second_wall() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "select c.relname, c.relrowsecurity and c.relforcerowsecurity,"
            " (select count(*) from pg_policy p where p.polrelid = c.oid)"
            " from pg_class c join pg_attribute a on a.attrelid = c.oid"
            " where a.attname = 'person_id' and not a.attisdropped and c.relkind = 'r'"
            " and c.relnamespace = 'public'::regnamespace"
        )
        tables = {name: (forced, policies) for name, forced, policies in cursor.fetchall()}
    assert set(tables) == {model._meta.db_table for model in MODELS}
    assert all(forced and policies >= 1 for forced, policies in tables.values()), tables


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.db_table)
def test_a_query_without_an_actor_is_refused(model: type[PersonRecord]) -> None:
    for ask in (
        lambda: model.objects.count(),
        lambda: model.objects.filter(pk=new_id()).first(),
        lambda: model._base_manager.exists(),
    ):
        with pytest.raises(NoActorInScope):
            ask()


def test_sql_without_an_actor_finds_nobody(people: dict[str, UUID]) -> None:
    with connection.cursor() as cursor:
        for model in MODELS:
            cursor.execute(f"select count(*) from {model._meta.db_table}")
            assert cursor.fetchone() == (0,), model


def test_the_actor_does_not_outlive_its_transaction(people: dict[str, UUID]) -> None:
    with transaction.atomic():
        with acting_as(staff_actor("nadia")):
            pass
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from people_person")
            assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("table", ["journal_event", "journal_reading"])
@pytest.mark.parametrize("statement", ["update {} set author_id = author_id", "delete from {}"])
def test_the_journal_cannot_be_changed_by_the_application(
    people: dict[str, UUID], table: str, statement: str
) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        acting_as(staff_actor("ruth")),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


@pytest.mark.parametrize("about", ["maureen", None])
def test_a_handler_reaches_the_one_person_it_acts_for(
    people: dict[str, UUID], about: str | None
) -> None:
    """Where it reaches nobody the database says so: null would pass for "not (not reached)"."""
    whom = people[about] if about else None
    handler = system_actor("deliveries", person_id=whom, service_id=None)
    asked = "select linkwell_people(%s, %s), linkwell_services(%s, %s)"
    with acting_as(handler), connection.cursor() as cursor:
        for record_class, verb in product(Rc, Verb):
            cursor.execute(asked, [record_class, verb] * 2)
            reached = [whom] if whom and MATRIX[Kind.SYSTEM].gives(record_class, verb) else []
            assert cursor.fetchone() == (reached, []), (record_class, verb)


def test_nobody_writes_in_anothers_name(people: dict[str, UUID]) -> None:
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        acting_as(staff_actor("nadia")),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "insert into journal_reading (id, at, author_id, service_id, person_id, page, reason)"
            " values (gen_random_uuid(), now(), gen_random_uuid(), null, %s, 'case', '')",
            [people["maureen"]],
        )


@pytest.mark.parametrize("who", ["kieran", "helen", "marcus"])
def test_the_database_registers_nobody_for_those_who_may_not(who: str) -> None:
    town.fill()
    with connections["bulk"].cursor() as cursor:
        cursor.execute(
            "select service_id, practice_id from access_practiceagreement a"
            " join access_organisation o on o.id = practice_id where o.name = 'Oakmere Surgery'"
        )
        service_id, practice_id = cursor.fetchone()
    with (
        pytest.raises(ProgrammingError, match="not allowed to register"),
        acting_as(staff_actor(who)),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "select linkwell_register(%s, %s, %s, true)", [new_id(), service_id, practice_id]
        )


def test_the_application_owns_nothing_and_cannot_bypass() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,"
            " (select count(*) from pg_class where relowner = r.oid)"
            " from pg_roles r where rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, False, False, 0)


@pytest.mark.parametrize(
    "statement",
    [
        "insert into access_relationship (id, person_id, service_id, organisation_id, member_id,"
        " kind, basis, began_at) values (gen_random_uuid(), %(jo)s, %(theirs)s, %(theirs)s,"
        " %(member)s, 'caseload', 'accepted', now())",
        "insert into people_contactway (id, person_id, service_id, channel, value, safe, times,"
        " said_by, said_at) values (gen_random_uuid(), %(jo)s, %(theirs)s, 'text', '07700 900999',"
        " 'yes', '', 'person', now())",
        "insert into journal_event (id, name, version, at, author_id, author_kind, service_id,"
        " person_id, subject_id, data) values (gen_random_uuid(), 'CaseBegun', 1, now(), %(me)s,"
        " 'member', %(theirs)s, %(jo)s, gen_random_uuid(), '{}')",
        "update people_contactway set person_id = %(jo)s where service_id = %(theirs)s",
    ],
    ids=["relationship", "contact", "event", "moved"],
)
def test_nobody_lays_her_own_services_name_on_somebody_elses_person(
    people: dict[str, UUID], statement: str
) -> None:
    """A supervisor next door, by SQL of her own: the second wall alone refuses."""
    kieran = staff_actor("kieran")
    theirs = kieran.memberships[0].organisation_id
    with connections["bulk"].cursor() as cursor:
        cursor.execute(
            "update access_membership set role = 'supervisor' where id = %s",
            [kieran.memberships[0].id],
        )
    given = {
        "jo": people["jo"],
        "theirs": theirs,
        "member": kieran.memberships[0].id,
        "me": kieran.id,
    }
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        acting_as(staff_actor("kieran")),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, given)
