"""Decide about a referral: give it, ask, pass it on, and say whether it is somebody known."""

from datetime import timedelta
from typing import Any

import pytest

from linkwell.access.cover import seal
from linkwell.access.scope import acting_as
from linkwell.cases.actions import close
from linkwell.cases.models import Case
from linkwell.cases.rules import Because
from linkwell.consent.actions import withdraw
from linkwell.consent.models import Consent
from linkwell.consent.rules import HowAsked, Purpose, Said
from linkwell.demo.cast import PEOPLE
from linkwell.demo.seed import staff_actor
from linkwell.journal.queries import timeline
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, NotThere, WrongState
from linkwell.kernel.ids import UUID, new_id
from linkwell.people.actions import note_death
from linkwell.people.models import Person
from linkwell.people.rules import NoNhsNumber
from linkwell.referrals.actions.arriving import submit
from linkwell.referrals.actions.deciding import accept, return_to_referrer
from linkwell.referrals.actions.triage import (
    answer_question,
    ask_more,
    keep_apart,
    link_to_known,
    pass_on,
)
from linkwell.referrals.alike import alike, colleagues
from linkwell.referrals.models import Receipt, Referral
from linkwell.referrals.queries import queue, referred_by
from linkwell.referrals.rules import Danger, ReferralState, ReturnReason, Wants
from linkwell.tasks.models import Task
from linkwell.tasks.rules import TaskKind, TaskState
from tests import town
from tests.dangers import WORDS, say, somebody

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
MAUREEN = next(person for person in PEOPLE if person.key == "maureen")
JOAN = next(person for person in PEOPLE if person.key == "joan")


@pytest.fixture(autouse=True)
def people() -> dict[str, UUID]:
    town.fill()
    return town.person_ids()


def received(**changes: Any) -> Referral:
    receipt = submit(somebody(**changes), key=new_id(), by=staff_actor("amara"))
    town.run_deliveries()
    return as_ruth(receipt.referral_id)


def as_ruth(referral_id: UUID) -> Referral:
    with acting_as(staff_actor("ruth")):
        row: Referral = Referral.objects.one(referral_id)
        return row


def like(person: Any, **changes: Any) -> dict[str, Any]:
    names = {"given_name": person.given_name, "family_name": person.family_name}
    return {**names, "birth_date": person.born, **changes}


def membership(key: str) -> UUID:
    return staff_actor(key).memberships[0].id


def open_kinds(person_id: UUID) -> set[str]:
    with acting_as(staff_actor("ruth")):
        rows = Task.objects.filter(person_id=person_id, state=TaskState.OPEN)
        return set(rows.values_list("kind", flat=True))


def practice_sees(row: Referral) -> Any:
    with acting_as(staff_actor("gemma")):
        mine = {one.reference: one for one in referred_by((row.practice_id,))}
    return mine[row.reference]


def test_how_they_were_asked_is_written_down_as_consent() -> None:
    row = received(how_asked=HowAsked.PHONE, wants=Wants.YES)
    with acting_as(staff_actor("ruth")):
        said = Consent.objects.get(person_id=row.person_id)
    assert (said.purpose, said.said, said.how_asked) == (Purpose.REFER, Said.YES, HowAsked.PHONE)


def test_not_asked_is_no_answer() -> None:
    row = received(wants=Wants.NOT_ASKED)
    with acting_as(staff_actor("ruth")):
        assert not Consent.objects.filter(person_id=row.person_id).exists()


def test_who_must_not_be_told_travels_with_the_person() -> None:
    row = received(not_told="Her husband", told=True)
    assert row.told is True
    with acting_as(staff_actor("nadia")):
        assert Person.objects.one(row.person_id).not_told == "Her husband"


def test_a_referral_is_given_to_a_colleague_and_only_she_sees_the_story() -> None:
    row = received()
    case = accept(row.pk, to=membership("tom"), by=staff_actor("nadia"))
    town.run_deliveries()
    with acting_as(staff_actor("tom")):
        assert Case.objects.one(case.pk).holder_id == membership("tom")
        assert [line.name for line in timeline(row.person_id)]
    with acting_as(staff_actor("nadia")):
        assert not Case.objects.filter(pk=case.pk).exists()
        assert not Person.objects.filter(person_id=row.person_id).exists()
    assert TaskKind.FIRST_TALK in open_kinds(row.person_id)


@pytest.mark.parametrize("who", ["ruth", "kieran", "amara"])
def test_a_case_is_given_to_a_link_worker_of_the_service_alone(who: str) -> None:
    row = received()
    with pytest.raises(NotThere):
        accept(row.pk, to=membership(who), by=staff_actor("nadia"))
    assert as_ruth(row.pk).state == ReferralState.RECEIVED


def test_open_cases_of_colleagues_are_counted_and_nobody_is_named() -> None:
    row = received()
    with acting_as(staff_actor("tom")):
        load = {one.name: one.open_cases for one in colleagues(row.service_id)}
    assert load == {"Nadia Rahman": 2, "Tom Ibbotson": 1}
    with acting_as(staff_actor("kieran")):
        assert not colleagues(row.service_id)


def test_the_practice_is_asked_and_answers_and_the_referral_goes_on() -> None:
    row = received()
    ask_more(row.pk, question="Is there a carer?", by=staff_actor("tom"))
    town.run_deliveries()
    seen = practice_sees(row)
    assert (seen.state, seen.question) == (ReferralState.NEEDS_MORE, "Is there a carer?")
    assert {TaskKind.ASK_MORE, TaskKind.TRIAGE} <= open_kinds(row.person_id)
    answer_question(row.pk, answer="Her sister.", by=staff_actor("gemma"))
    town.run_deliveries()
    assert TaskKind.ASK_MORE not in open_kinds(row.person_id)
    with acting_as(staff_actor("nadia")) as nadia:
        waiting = {one.referral_id: one for one in queue(nadia)}[row.pk]
    assert waiting.answered
    assert as_ruth(row.pk).answer == "Her sister."


def test_while_it_is_asked_the_referral_stays_in_the_queue_and_can_be_decided() -> None:
    row = received()
    ask_more(row.pk, question="Is there a carer?", by=staff_actor("tom"))
    with acting_as(staff_actor("nadia")) as nadia:
        assert row.pk in {one.referral_id for one in queue(nadia)}
    accept(row.pk, by=staff_actor("nadia"))
    assert as_ruth(row.pk).state == ReferralState.ACCEPTED


def test_danger_in_the_answer_pauses_too() -> None:
    row = received()
    ask_more(row.pk, question="How is she?", by=staff_actor("tom"))
    answer_question(row.pk, answer="She says she wants to die.", by=staff_actor("amara"))
    town.run_deliveries()
    assert as_ruth(row.pk).danger == Danger.ASKED
    say(Receipt.objects.get(referral_id=row.pk), Danger.NO, by=staff_actor("amara"))
    after = as_ruth(row.pk)
    assert (after.danger, after.risk_mentioned) == (Danger.NO, True)


@pytest.mark.parametrize("who", ["beth", "kieran", "helen"])
def test_nobody_else_answers_for_the_practice(who: str) -> None:
    row = received()
    ask_more(row.pk, question="Is there a carer?", by=staff_actor("tom"))
    with pytest.raises(NotThere):
        answer_question(row.pk, answer="Yes", by=staff_actor(who))


def test_passed_on_says_to_whom_and_why() -> None:
    row = received()
    with pytest.raises(InputAtFault):
        pass_on(row.pk, to="The mental health team", note=" ", by=staff_actor("tom"))
    pass_on(row.pk, to="The mental health team", note="They know her.", by=staff_actor("tom"))
    town.run_deliveries()
    seen = practice_sees(row)
    assert (seen.state, seen.passed_to) == (ReferralState.PASSED_ON, "The mental health team")
    assert not open_kinds(row.person_id)
    with pytest.raises(WrongState):
        pass_on(row.pk, to="Elsewhere", note="Again", by=staff_actor("ruth"))


def test_the_same_number_shows_both_to_the_team_and_nothing_to_the_practice() -> None:
    row = received(nhs_number=MAUREEN.nhs_number, no_nhs_number=None)
    with acting_as(staff_actor("tom")):
        (known,) = alike([row.person_id])
    assert (known.family_name, known.same_number) == ("Ashdown", True)
    assert known.holder == "Nadia Rahman"
    with acting_as(staff_actor("amara")):
        assert not alike([row.person_id])
    with acting_as(staff_actor("kieran")):
        assert not alike([row.person_id])


def test_the_same_name_and_birth_date_show_both_without_a_number() -> None:
    row = received(**like(MAUREEN, given_name="maureen"))
    with acting_as(staff_actor("nadia")) as nadia:
        flags = {one.referral_id: one.alike for one in queue(nadia)}
    assert flags[row.pk]
    other = received(**like(MAUREEN, birth_date=MAUREEN.born + timedelta(days=1)))
    with acting_as(staff_actor("nadia")):
        assert not alike([other.person_id])


def test_a_sealed_record_is_shown_to_the_supervisor_alone(people: dict[str, UUID]) -> None:
    seal(people["maureen"], by=staff_actor("nadia"))
    row = received(**like(MAUREEN))
    with acting_as(staff_actor("tom")):
        assert not alike([row.person_id])
    with acting_as(staff_actor("ruth")):
        assert len(alike([row.person_id])) == 1


def test_the_same_person_with_an_open_case_adds_to_it(people: dict[str, UUID]) -> None:
    row = received(**like(MAUREEN), words="Her boiler is broken.")
    copy = link_to_known(row.pk, known_id=people["maureen"], by=staff_actor("tom"))
    town.run_deliveries()
    assert as_ruth(row.pk).state == ReferralState.LINKED
    with acting_as(staff_actor("nadia")):
        assert Referral.objects.one(copy.pk).words == "Her boiler is broken."
        assert "ReferralJoined" in {line.name for line in timeline(people["maureen"])}
    with acting_as(staff_actor("tom")):
        assert not Person.objects.filter(person_id=people["maureen"]).exists()
        assert not Person.objects.filter(person_id=row.person_id).exists()
    assert TaskKind.NEXT_STEP in open_kinds(people["maureen"])
    assert not open_kinds(row.person_id)


def test_the_same_person_without_a_case_is_decided_in_the_known_record(
    people: dict[str, UUID],
) -> None:
    row = received(**like(JOAN))
    copy = link_to_known(row.pk, known_id=people["joan"], by=staff_actor("tom"))
    town.run_deliveries()
    case = accept(copy.pk, by=staff_actor("tom"))
    assert case.person_id == people["joan"]
    seen = practice_sees(as_ruth(row.pk))
    assert seen.state == ReferralState.ACCEPTED


@pytest.mark.parametrize("hard", ["death", "withdrawal"])
def test_a_referral_that_waited_begins_nothing_after_a_death_or_a_withdrawal(
    people: dict[str, UUID], hard: str
) -> None:
    ruth = staff_actor("ruth")
    copy = link_to_known(received(**like(JOAN)).pk, known_id=people["joan"], by=ruth)
    town.run_deliveries()
    if hard == "death":
        note_death(people["joan"], on=clock.today(), by=ruth)
    else:
        withdraw(people["joan"], how=HowAsked.PHONE, by=ruth)
    town.run_deliveries()
    for who in ("tom", "ruth"):
        with pytest.raises(WrongState, match="Return the referral"):
            accept(copy.pk, by=staff_actor(who))
    return_to_referrer(copy.pk, reason=ReturnReason.NOT_FOR_US, by=ruth)


def test_danger_in_a_referral_that_joins_an_open_case_keeps_it_from_ending(
    people: dict[str, UUID],
) -> None:
    receipt = submit(somebody(**like(MAUREEN), words=WORDS), key=new_id(), by=staff_actor("amara"))
    say(receipt, Danger.NO, by=staff_actor("amara"))
    link_to_known(receipt.referral_id, known_id=people["maureen"], by=staff_actor("tom"))
    town.run_deliveries()
    with acting_as(staff_actor("nadia")):
        case = Case.objects.get(person_id=people["maureen"])
    with pytest.raises(WrongState, match="supervisor"):
        close(case.pk, because=Because.LOST_CONTACT, by=staff_actor("nadia"))


def test_the_practice_never_learns_that_somebody_was_known(people: dict[str, UUID]) -> None:
    row = received(**like(JOAN), words="Needs company.")
    before = practice_sees(row)
    link_to_known(row.pk, known_id=people["joan"], by=staff_actor("tom"))
    after = practice_sees(as_ruth(row.pk))
    assert (after.name, after.state, after.reference) == (
        before.name,
        before.state,
        before.reference,
    )
    with acting_as(staff_actor("gemma")):
        rows = [one for one in referred_by((row.practice_id,)) if one.name == before.name]
    assert len(rows) == 1


def test_nobody_is_joined_to_somebody_who_does_not_look_the_same(people: dict[str, UUID]) -> None:
    row = received()
    with pytest.raises(NotThere):
        link_to_known(row.pk, known_id=people["maureen"], by=staff_actor("ruth"))
    assert as_ruth(row.pk).state == ReferralState.RECEIVED


def test_nobody_is_joined_while_danger_is_being_asked_about(people: dict[str, UUID]) -> None:
    row = received(**like(MAUREEN), words="She wants to die.")
    with pytest.raises(WrongState, match="quarter of an hour"):
        link_to_known(row.pk, known_id=people["maureen"], by=staff_actor("tom"))


def test_somebody_else_goes_on_and_is_asked_about_no_more() -> None:
    row = received(**like(MAUREEN))
    keep_apart(row.pk, by=staff_actor("tom"))
    with acting_as(staff_actor("nadia")) as nadia:
        flags = {one.referral_id: one.alike for one in queue(nadia)}
    assert flags[row.pk] is False
    accept(row.pk, by=staff_actor("tom"))


def test_a_number_left_out_says_why() -> None:
    row = received(no_nhs_number=NoNhsNumber.RATHER_NOT)
    with acting_as(staff_actor("ruth")):
        assert Person.objects.one(row.person_id).no_nhs_number == NoNhsNumber.RATHER_NOT
