"""H93: consent was taken back, and the record is locked away. Each wall alone lets through that it
is so, what is owed, and safety; the rest opens by breaking the glass, and the lead is told."""

from datetime import date
from importlib import import_module

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from linkwell.access.cover import cover, open_again
from linkwell.access.models import BrokenGlass, Organisation, Relationship
from linkwell.access.queries import explain_access
from linkwell.access.rules import CoverReason
from linkwell.access.scope import acting_as
from linkwell.cases.models import Case
from linkwell.consent.actions import note_decision, withdraw
from linkwell.consent.rules import Basis, HowAsked
from linkwell.conversations.actions.talk import correct_need
from linkwell.conversations.models import RaisedNeed
from linkwell.conversations.rules import RaisedBy
from linkwell.demo.cast import STAFF
from linkwell.demo.seed import staff_actor
from linkwell.evaluation.projecting import project
from linkwell.kernel.errors import NotThere
from linkwell.kernel.ids import UUID
from linkwell.messages.models import Message
from linkwell.people.actions import hide_home, say_safe_way
from linkwell.people.models import ContactWay
from linkwell.people.rules import Safe
from linkwell.safety.actions import look_for_caller, open_sealed, raise_concern
from linkwell.safety.rules import Route
from linkwell.tables.record_classes import RecordClass as Rc
from linkwell.tables.writing import writing
from tests import town
from tests.actions.talking import back_again, taken_on
from tests.pages.talking import talking
from tests.security.test_walls import (
    LOOKED,
    MODELS,
    REFERRED,
    STORY,
    all_of,
    through_the_application_alone,
    through_the_database_alone,
)

pytestmark = [
    pytest.mark.security,
    pytest.mark.django_db(transaction=True, databases="__all__"),
]

# What is left, written by hand: that it was taken back, what is owed, and danger.
LEFT = {Rc.IDENTITY, Rc.CASE, Rc.CONSENT, Rc.TASK, Rc.ALERT, Rc.DANGER}
TRUTH: dict[str, set[Rc]] = {
    "nadia": LEFT,
    "ruth": LEFT | {Rc.CONCERN},
    "marcus": LOOKED,
    "amara": REFERRED,
    "gemma": REFERRED,
}
FARIDA = {"given_name": "Farida", "family_name": "Anwar", "birth_date": date(1980, 2, 17)}


@pytest.fixture
@town.story
def farida() -> UUID:
    """Her story has a talk, a need, a plan and questions; then she takes back her consent."""
    town.fill()
    person_id = town.person_ids()["farida"]
    with acting_as(staff_actor("nadia")):
        case_id = Case.objects.get(person_id=person_id).pk
    talking(case_id)
    town.run_deliveries()
    withdraw(person_id, how=HowAsked.PHONE, by=staff_actor("nadia"))
    town.run_deliveries()
    project()
    return person_id


def wrong_about(person_id: UUID, truth: dict[str, set[Rc]]) -> list[tuple[str, str, str, bool]]:
    """Where one of the walls lets through what it must not, or holds back what it must not."""
    found = []
    for model in MODELS:
        if person_id not in all_of(model):
            continue
        for who in STAFF:
            seen = truth.get(who, set())
            for wall in (through_the_application_alone, through_the_database_alone):
                right = model.record_class in seen
                if model is Relationship and wall is through_the_database_alone:
                    right = right or (seen == LEFT)  # her own row, on which the rest stands
                if (person_id in wall(who, model)) != right:
                    found.append((wall.__name__, who, model._meta.db_table, right))
    return found


def test_each_wall_alone_lets_through_what_is_left_and_nothing_else(farida: UUID) -> None:
    there = {model.record_class for model in MODELS if farida in all_of(model)}
    assert there >= {Rc.ADDRESS, Rc.CONTACT, Rc.CONVERSATION, Rc.PLAN, Rc.MEASURE, Rc.REFERRAL}
    assert wrong_about(farida, TRUTH) == []


def test_with_both_walls_whoever_held_them_sees_that_it_was_taken_back(farida: UUID) -> None:
    for who in ("nadia", "ruth"):
        with acting_as(staff_actor(who)):
            seen = {
                model.record_class
                for model in MODELS
                if model.objects.filter(person_id=farida).exists()
            }
        assert seen == {
            one for one in TRUTH[who] if one not in (Rc.ALERT, Rc.CONCERN, Rc.DANGER)
        } - (set() if Rc.TASK in seen else {Rc.TASK})


def test_of_everybody_else_a_supervisor_sees_what_she_saw(farida: UUID) -> None:
    others = {key: one for key, one in town.person_ids().items() if one != farida}
    for key in ("maureen", "jo", "derek"):
        for model in MODELS:
            if others[key] in all_of(model):
                right = model.record_class in STORY | {Rc.CONCERN}
                for wall in (through_the_application_alone, through_the_database_alone):
                    assert (others[key] in wall("ruth", model)) == right, (key, model)


def service() -> UUID:
    return Organisation.objects.get(name="Millrace Link Workers").pk


@pytest.mark.parametrize("who", ["nadia", "tom", "ruth"])
def test_nobody_covers_it_and_it_is_found_no_more_than_a_sealed_one(farida: UUID, who: str) -> None:
    by = staff_actor(who)
    with pytest.raises(NotThere):
        cover(farida, service_id=service(), reason=CoverReason.RANG_IN, by=by)
    assert look_for_caller(service(), **FARIDA, by=by).found is None  # type: ignore[arg-type]


@pytest.mark.parametrize("who", ["nadia", "tom", "ruth"])
def test_it_opens_by_breaking_the_glass_and_the_privacy_lead_is_told(
    farida: UUID, who: str
) -> None:
    words = "She asks to see what we wrote."
    by = staff_actor(who)
    assert open_sealed(service(), **FARIDA, words=words, by=by).found  # type: ignore[arg-type]
    town.run_deliveries()
    opened = {**TRUTH, who: STORY | ({Rc.CONCERN} if who == "ruth" else set())}
    assert wrong_about(farida, opened) == []
    with acting_as(staff_actor("marcus")):
        assert BrokenGlass.objects.get(person_id=farida).words == words
    with acting_as(by):
        assert Message.objects.filter(person_id=farida, kind="glass_broken").count() == 1


@pytest.mark.parametrize("who", ["nadia", "tom", "ruth"])
def test_whoever_reads_it_through_broken_glass_writes_nothing_but_for_safety(
    farida: UUID, who: str
) -> None:
    by = staff_actor(who)
    open_sealed(service(), **FARIDA, words="She asks to see it.", by=by)  # type: ignore[arg-type]
    with acting_as(by):
        way = ContactWay.objects.filter(person_id=farida).earliest("said_at")
        need = RaisedNeed.objects.filter(person_id=farida).earliest("id")
        case = Case.objects.get(person_id=farida)
    before = wholly(farida)
    for write in (
        lambda: say_safe_way(way.pk, safe=Safe.NO, by=by),
        lambda: hide_home(farida, hidden=True, by=by),
        lambda: note_decision(farida, about="Her money", basis=Basis.OWN_DECISION, by=by),
        lambda: correct_need(need.pk, raised_by=RaisedBy.PERSON, said="Debts", by=by),
    ):
        with pytest.raises(NotThere):
            write()
    assert wholly(farida) == before
    assert raise_concern(case.pk, route=Route.POLICE, words="She sounded afraid.", by=by)


def wholly(person_id: UUID) -> dict[str, str]:
    """Every row about them but who looked."""
    found = {}
    with connections["bulk"].cursor() as cursor:
        for model in MODELS:
            table = model._meta.db_table
            cursor.execute(
                f"select md5(string_agg(t::text, '' order by t::text)) from {table} t"
                " where person_id = %s",
                [person_id],
            )
            (found[table],) = cursor.fetchone() or ("",)
    found.pop("access_recordopened", None)
    return found


def test_whoever_covered_reads_no_more_either_and_has_the_receipt_until_the_evening() -> None:
    town.fill()
    person_id = town.person_ids()["farida"]
    tom = staff_actor("tom")
    cover(person_id, service_id=service(), reason=CoverReason.RANG_IN, by=tom)
    withdraw(person_id, how=HowAsked.PHONE, by=tom)
    town.run_deliveries()
    assert wrong_about(person_id, {**TRUTH, "tom": LEFT}) == []


def test_nobody_opens_it_again_but_for_somebody_referred_since(farida: UUID) -> None:
    for who in ("nadia", "tom", "ruth", "kieran"):
        with (
            pytest.raises(ProgrammingError, match="not allowed to open this record again"),
            acting_as(staff_actor(who)),
            writing(),
        ):
            open_again(farida)


@pytest.mark.parametrize("who", ["tom", "kieran", "amara", "helen", "marcus"])
def test_nobody_locks_away_what_is_not_theirs(who: str) -> None:
    town.fill()
    with (
        pytest.raises(ProgrammingError, match="not allowed to lock"),
        acting_as(staff_actor(who)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("select linkwell_lock_away(%s, now())", [town.person_ids()["farida"]])


def test_somebody_who_comes_back_has_one_open_record_again() -> None:
    town.fill()
    nadia, tom = staff_actor("nadia"), staff_actor("tom")
    before = taken_on()
    withdraw(before.person_id, how=HowAsked.PHONE, by=nadia)
    town.run_deliveries()
    back_again(before.person_id, tom)
    truth = {
        "tom": STORY,
        "ruth": STORY | {Rc.CONCERN},
        "marcus": LOOKED,
        "amara": REFERRED,
        "gemma": REFERRED,
    }
    assert wrong_about(before.person_id, truth) == []


def test_the_privacy_lead_is_told_why_nobody_may(farida: UUID) -> None:
    with acting_as(staff_actor("marcus")):
        for who in ("nadia", "ruth", "tom"):
            found = explain_access(staff_actor(who).id, farida, Rc.CONVERSATION)
            assert (found.allowed, "breaking the glass" in found.because) == (False, True), who
        maureen = town.person_ids()["maureen"]
        assert explain_access(staff_actor("ruth").id, maureen, Rc.CONVERSATION).allowed


def as_it_was_before(person_id: UUID) -> None:
    """As a withdrawal left a record before records were locked away: open to whoever held it."""
    with connections["bulk"].cursor() as cursor:
        for statement in (
            "update access_subject set locked_at = null where person_id = %s",
            "update access_relationship set ended_at = null"
            " where person_id = %s and kind = 'caseload'",
            "delete from access_relationship where person_id = %s and kind = 'receipt'",
        ):
            cursor.execute(statement, [person_id])
    assert wrong_about(person_id, TRUTH)


def test_whoever_took_it_back_before_records_were_locked_is_locked_away_too(farida: UUID) -> None:
    """As the migration does it: by the owner, in one transaction, the second wall put up last. Rows
    that wait for their checks would stop it."""
    as_it_was_before(farida)
    (step,) = import_module("linkwell.consent.migrations.0003_lock_away").Migration.operations
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(step.sql)
    with connections["bulk"].cursor() as cursor:
        cursor.execute("select count(*) from access_subject where locked_at is not null")
        assert cursor.fetchone() == (1,)
    assert wrong_about(farida, TRUTH) == []
