"""Submit, accept and return a referral: once, by those who may, and never lost."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError

from linkwell.access.links import actor_of_link
from linkwell.access.models import Link, Organisation, Relationship
from linkwell.access.rules import LinkPurpose, OrganisationKind
from linkwell.access.scope import acting_as
from linkwell.access.sharing import Kind
from linkwell.cases.models import Case
from linkwell.demo.cast import PEOPLE
from linkwell.demo.seed import new_referral, refer, staff_actor
from linkwell.journal.models import Event
from linkwell.journal.queries import timeline
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, NotThere, WrongState
from linkwell.kernel.ids import new_id
from linkwell.people.models import Address, ContactWay, Person
from linkwell.people.rules import NoNhsNumber
from linkwell.referrals.actions.arriving import submit
from linkwell.referrals.actions.deciding import accept, return_to_referrer
from linkwell.referrals.models import Receipt, Referral
from linkwell.referrals.queries import queue, referred_by
from linkwell.referrals.rules import Danger, NewReferral, ReferralState, ReturnReason, Wants
from linkwell.tables.writing import writing
from tests.town import seed

pytestmark = pytest.mark.django_db

DEREK = next(person for person in PEOPLE if person.key == "derek")


@pytest.fixture(autouse=True)
def town() -> None:
    seed()


def oakmere() -> Organisation:
    return Organisation.objects.get(kind=OrganisationKind.PRACTICE, name="Oakmere Surgery")


def somebody(**changes: Any) -> NewReferral:
    """A new person, like Derek but for the name and the changes."""
    unknown: dict[str, Any] = {"nhs_number": None, "no_nhs_number": NoNhsNumber.NOT_KNOWN}
    return replace(new_referral(DEREK, oakmere()), **{"given_name": "Una", **unknown, **changes})


def referral_of(receipt: Receipt, who: str = "ruth") -> Referral:
    with acting_as(staff_actor(who)):
        row: Referral = Referral.objects.one(receipt.referral_id)
        return row


def test_a_referral_stands_in_the_queue_with_the_words_it_came_with() -> None:
    receipt = submit(somebody(words="Misses her garden."), key=new_id(), by=staff_actor("amara"))
    with acting_as(staff_actor("nadia")) as nadia:
        waiting = {row.referral_id: row for row in queue(nadia)}[receipt.referral_id]
    assert (waiting.name, waiting.words) == ("Una Lomas", "Misses her garden.")


def test_the_same_form_sent_again_gets_the_same_receipt_and_writes_nothing() -> None:
    key = new_id()
    first = submit(somebody(), key=key, by=staff_actor("amara"))
    again = submit(somebody(), key=key, by=staff_actor("amara"))
    assert again.pk == first.pk
    person = referral_of(first).person_id
    with acting_as(staff_actor("ruth")):
        assert Referral.objects.filter(person_id=person).count() == 1
        assert Event.objects.filter(person_id=person, name="ReferralReceived").count() == 1


def test_another_practice_cannot_read_a_receipt_by_its_key() -> None:
    key = new_id()
    first = submit(somebody(), key=key, by=staff_actor("amara"))
    other = Organisation.objects.get(name="Fernhill Practice")
    service = Organisation.objects.get(name="Peakside Link Workers")
    theirs = submit(
        somebody(practice_id=other.pk, service_id=service.pk), key=key, by=staff_actor("beth")
    )
    assert theirs.referral_id != first.referral_id


def test_a_practice_link_submits_and_reads_nothing() -> None:
    link = Link.objects.get(purpose=LinkPurpose.REFER, organisation=oakmere())
    actor = actor_of_link(link.pk, LinkPurpose.REFER)
    assert actor is not None
    receipt = submit(somebody(), key=new_id(), by=actor)
    assert referral_of(receipt).state == ReferralState.RECEIVED
    with acting_as(actor):
        assert not Referral.objects.exists()
        assert not Person.objects.exists()
        assert not Event.objects.exists()


@pytest.mark.parametrize("who", ["helen", "marcus", "kieran", "beth"])
def test_who_may_not_refer_for_a_practice_gets_nothing(who: str) -> None:
    with pytest.raises(NotThere):
        submit(somebody(), key=new_id(), by=staff_actor(who))


def test_a_service_without_an_agreement_takes_no_referral() -> None:
    other = Organisation.objects.get(name="Peakside Link Workers")
    with pytest.raises(NotThere):
        submit(somebody(service_id=other.pk), key=new_id(), by=staff_actor("amara"))


def test_everything_that_was_said_is_kept() -> None:
    receipt = refer(next(person for person in PEOPLE if person.key == "jo"))
    person_id = referral_of(receipt).person_id
    with acting_as(staff_actor("tom")):
        jo = Person.objects.one(person_id)
        assert (jo.given_name, jo.nhs_number) == ("Jo", "9990041075")
        assert Address.objects.one(person_id).hidden
        assert ContactWay.objects.filter(person_id=person_id).count() == 2


def test_a_number_that_stands_on_another_record_is_never_joined_to_it() -> None:
    receipt = submit(
        somebody(nhs_number=DEREK.nhs_number, no_nhs_number=None),
        key=new_id(),
        by=staff_actor("amara"),
    )
    row = referral_of(receipt)
    with acting_as(staff_actor("ruth")):
        una = Person.objects.one(row.person_id)
    assert una.given_name == "Una"
    assert (una.nhs_number, una.no_nhs_number) == (None, NoNhsNumber.HELD_BY_ANOTHER)
    assert una.stated_nhs_number == DEREK.nhs_number
    with acting_as(staff_actor("nadia")) as nadia:
        flagged = {waiting.referral_id: waiting.same_nhs_number for waiting in queue(nadia)}
    assert flagged[row.pk]
    assert list(flagged.values()).count(True) == 1


def test_the_same_number_in_another_service_is_nobodys_business() -> None:
    other = Organisation.objects.get(name="Fernhill Practice")
    service = Organisation.objects.get(name="Peakside Link Workers")
    receipt = submit(
        somebody(
            nhs_number=DEREK.nhs_number,
            no_nhs_number=None,
            practice_id=other.pk,
            service_id=service.pk,
        ),
        key=new_id(),
        by=staff_actor("beth"),
    )
    with acting_as(staff_actor("kieran")):
        person_id = Referral.objects.one(receipt.referral_id).person_id
        assert Person.objects.one(person_id).nhs_number == DEREK.nhs_number


def test_a_number_with_a_wrong_digit_writes_nothing() -> None:
    key = new_id()
    with pytest.raises(InputAtFault, match="do not fit together"):
        submit(
            somebody(nhs_number="9990041058", no_nhs_number=None), key=key, by=staff_actor("amara")
        )
    assert not Receipt.objects.filter(key=key).exists()


def test_who_said_no_is_in_no_queue_and_can_come_back() -> None:
    receipt = submit(somebody(wants=Wants.NO), key=new_id(), by=staff_actor("amara"))
    row = referral_of(receipt)
    assert row.state == ReferralState.DECLINED
    with acting_as(staff_actor("nadia")) as nadia:
        assert row.pk not in {waiting.referral_id for waiting in queue(nadia)}
        assert not Person.objects.filter(person_id=row.person_id).exists()
    assert submit(somebody(), key=new_id(), by=staff_actor("amara"))


def test_words_that_mean_danger_go_first_and_are_due_at_once() -> None:
    words = "Behind with the rent. Says he wants to end his life."
    receipt = submit(somebody(words=words), key=new_id(), by=staff_actor("amara"))
    with acting_as(staff_actor("tom")) as tom:
        first = queue(tom)[0]
    assert first.referral_id == receipt.referral_id
    assert first.danger is Danger.ASKED
    assert first.due == clock.working_day_from(first.received_at)


def accepted(by: str = "nadia") -> tuple[Referral, Case]:
    receipt = submit(somebody(), key=new_id(), by=staff_actor("amara"))
    case = accept(receipt.referral_id, by=staff_actor(by))
    return referral_of(receipt), case


def test_who_accepts_holds_the_case_and_the_team_no_longer_sees_the_story() -> None:
    referral, case = accepted(by="nadia")
    with acting_as(staff_actor("nadia")):
        assert Case.objects.one(case.pk).referral_id == referral.pk
        assert [line.name for line in timeline(referral.person_id)][:2] == [
            "ReferralAccepted",
            "CaseOpened",
        ]
    with acting_as(staff_actor("tom")), pytest.raises(NotThere):
        Case.objects.one(case.pk)
    with acting_as(staff_actor("tom")):
        assert not Person.objects.filter(person_id=referral.person_id).exists()
        assert timeline(referral.person_id) == []


def test_the_second_to_accept_is_told_that_somebody_was_faster() -> None:
    receipt = submit(somebody(), key=new_id(), by=staff_actor("amara"))
    accept(receipt.referral_id, by=staff_actor("nadia"))
    with pytest.raises(WrongState, match="accepted and cannot be accepted"):
        accept(receipt.referral_id, by=staff_actor("ruth"))


@pytest.mark.parametrize("who", ["amara", "gemma", "helen", "marcus", "kieran", "beth"])
def test_who_may_not_decide_finds_nothing_there(who: str) -> None:
    receipt = submit(somebody(), key=new_id(), by=staff_actor("amara"))
    with pytest.raises(NotThere):
        accept(receipt.referral_id, by=staff_actor(who))
    with pytest.raises(NotThere):
        return_to_referrer(receipt.referral_id, reason=ReturnReason.NOT_FOR_US, by=staff_actor(who))
    assert referral_of(receipt).state == ReferralState.RECEIVED


def test_the_practice_reads_why_a_referral_came_back() -> None:
    receipt = submit(somebody(), key=new_id(), by=staff_actor("amara"))
    return_to_referrer(
        receipt.referral_id,
        reason=ReturnReason.MORE_SUPPORT,
        note="Please ask the community team.",
        by=staff_actor("tom"),
    )
    with acting_as(staff_actor("gemma")) as gemma:
        mine = {row.reference: row for row in referred_by((oakmere().pk,))}
        assert gemma.roles()
    back = mine[receipt.reference]
    assert (back.state, back.reason) == (ReferralState.RETURNED, ReturnReason.MORE_SUPPORT)
    assert back.note == "Please ask the community team."


def test_a_person_cannot_be_in_two_hands() -> None:
    """The database itself refuses a second open caseload of the same member, and a second case."""
    referral, case = accepted(by="nadia")
    nadia = staff_actor("nadia")
    held = Relationship(
        person_id=referral.person_id,
        service_id=referral.service_id,
        organisation_id=referral.service_id,
        member_id=nadia.memberships[0].id,
        kind=Kind.CASELOAD,
        basis="accepted",
    )
    second = Case(
        person_id=referral.person_id,
        service_id=referral.service_id,
        referral_id=new_id(),
        holder_id=case.holder_id,
    )
    for row in (held, second):
        with pytest.raises(IntegrityError), acting_as(nadia), writing():
            row.save(force_insert=True)


def test_an_old_form_with_somebody_else_written_into_it_loses_nobody() -> None:
    key = new_id()
    anna = submit(somebody(given_name="Anna"), key=key, by=staff_actor("amara"))
    bert = submit(somebody(given_name="Bert"), key=key, by=staff_actor("amara"))
    assert anna.referral_id != bert.referral_id
    with acting_as(staff_actor("ruth")):
        names = set(Person.objects.filter(family_name="Lomas").values_list("given_name", flat=True))
    assert {"Anna", "Bert"} <= names


def test_a_no_with_words_that_mean_danger_is_still_decided_at_once() -> None:
    words = "Says he wants to end his life, and wants no link worker."
    receipt = submit(somebody(words=words, wants=Wants.NO), key=new_id(), by=staff_actor("amara"))
    row = referral_of(receipt)
    assert row.state == ReferralState.RECEIVED
    with acting_as(staff_actor("nadia")) as nadia:
        assert queue(nadia)[0].referral_id == row.pk
    assert receipt.decide_by == clock.working_day_from(receipt.received_at)


def test_a_receipt_is_not_shown_to_who_may_not_refer_there() -> None:
    key = new_id()
    submit(somebody(), key=key, by=staff_actor("amara"))
    with pytest.raises(NotThere):
        submit(somebody(), key=key, by=staff_actor("kieran"))
