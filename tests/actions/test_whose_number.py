"""The NHS number that was given stands on another record: nobody is taken on before somebody says
whether it is the same person; whoever was taken on before is settled in the story (H01, T24)."""

import pytest

from linkwell.access.cover import seal
from linkwell.access.scope import acting_as
from linkwell.cases.actions import mark_at_risk
from linkwell.cases.models import Case
from linkwell.conversations.models import Contact
from linkwell.demo.seed import staff_actor
from linkwell.feedback.actions import tell_practice
from linkwell.feedback.rules import About, Words
from linkwell.journal.models import Event
from linkwell.kernel.errors import NotThere, WrongState
from linkwell.kernel.ids import UUID
from linkwell.people.models import Person
from linkwell.people.rules import NoNhsNumber
from linkwell.referrals.actions.deciding import accept
from linkwell.referrals.actions.triage import keep_apart, link_to_known
from linkwell.referrals.models import Referral
from linkwell.referrals.queries import referred_by
from linkwell.referrals.rules import ReferralState
from linkwell.tables.writing import writing
from linkwell.tasks.rules import TaskKind
from tests import town
from tests.actions.talking import owed, state_of, talked
from tests.actions.test_triage import JOAN, MAUREEN, as_ruth, received

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
NADIA, TOM, RUTH = "nadia", "tom", "ruth"


@pytest.fixture(autouse=True)
def people() -> dict[str, UUID]:
    town.fill()
    return town.person_ids()


def with_the_number_of(known: object = MAUREEN) -> Referral:
    """Una, referred with somebody else's NHS number."""
    number = known.nhs_number  # type: ignore[attr-defined]
    return received(nhs_number=number, no_nhs_number=None)


def taken_on_before(who: str = NADIA, known: object = MAUREEN) -> Case:
    """As when it could be passed over: nobody was asked."""
    row = with_the_number_of(known)
    with acting_as(staff_actor("ruth")), writing():
        Person.objects.filter(pk=row.person_id).update(no_nhs_number=NoNhsNumber.NOT_KNOWN)
    case = accept(row.pk, by=staff_actor(who))
    with acting_as(staff_actor("ruth")), writing():
        Person.objects.filter(pk=row.person_id).update(no_nhs_number=NoNhsNumber.HELD_BY_ANOTHER)
    town.run_deliveries()
    return case


@pytest.mark.parametrize("who", [NADIA, TOM, RUTH])
def test_nobody_is_taken_on_before_somebody_says_whose_number_it_is(who: str) -> None:
    row = with_the_number_of()
    with pytest.raises(WrongState, match="stands on another record"):
        accept(row.pk, by=staff_actor(who))
    assert as_ruth(row.pk).state == ReferralState.RECEIVED
    keep_apart(row.pk, by=staff_actor(TOM))
    assert accept(row.pk, by=staff_actor(who)).referral_id == row.pk


def test_nor_given_to_a_colleague() -> None:
    row, tom = with_the_number_of(), staff_actor(TOM)
    with pytest.raises(WrongState, match="stands on another record"):
        accept(row.pk, to=tom.memberships[0].id, by=staff_actor(RUTH))


def test_the_same_person_goes_on_in_the_record_that_we_have(people: dict[str, UUID]) -> None:
    row = with_the_number_of(JOAN)
    copy = link_to_known(row.pk, known_id=people["joan"], by=staff_actor(TOM))
    assert accept(copy.pk, by=staff_actor(TOM)).person_id == people["joan"]


def test_whoever_was_said_to_be_somebody_else_is_not_asked_about_again() -> None:
    case = taken_on_before()
    keep_apart(case.referral_id, by=staff_actor(NADIA))
    assert as_ruth(case.referral_id).apart
    with pytest.raises(WrongState, match="said already"):
        keep_apart(case.referral_id, by=staff_actor(NADIA))


def test_nobody_else_settles_it() -> None:
    case = taken_on_before()
    for who in (TOM, "kieran", "amara", "helen"):
        with pytest.raises(NotThere):
            keep_apart(case.referral_id, by=staff_actor(who))


def test_whoever_was_taken_on_and_is_somebody_we_know_goes_on_there(
    people: dict[str, UUID],
) -> None:
    case = taken_on_before(TOM)
    talked(case, TOM, words="The stairs are hard.")
    link_to_known(case.referral_id, known_id=people["maureen"], by=staff_actor(TOM))
    town.run_deliveries()
    row = as_ruth(case.referral_id)
    assert row.state == ReferralState.LINKED
    with acting_as(staff_actor("ruth")):
        closed = Case.objects.get(pk=case.pk)
        copy = Referral.objects.get(copy_of=row.pk)
    assert (closed.state, closed.closed_because) == ("closed", "admin_error")
    assert (copy.person_id, copy.state) == (people["maureen"], ReferralState.ACCEPTED)
    with acting_as(staff_actor(NADIA)) as nadia:
        hers = Case.objects.get(person_id=people["maureen"])
        assert hers.state != "closed"
        assert owed(hers)[TaskKind.NEXT_STEP].owner_id == nadia.memberships[0].id
        # what was written down meanwhile is not lost to whoever goes on
        assert Contact.objects.get(case_id=case.pk).words == "The stairs are hard."


def test_without_an_open_case_there_the_team_decides_once_more(people: dict[str, UUID]) -> None:
    case = taken_on_before(TOM, JOAN)
    copy = link_to_known(case.referral_id, known_id=people["joan"], by=staff_actor(TOM))
    town.run_deliveries()
    assert copy.state == ReferralState.RECEIVED
    again = accept(copy.pk, by=staff_actor(NADIA))
    assert again.person_id == people["joan"]
    assert state_of(case) == "closed"


def test_nothing_that_is_owed_after_an_end_is_lost_by_it(people: dict[str, UUID]) -> None:
    case = taken_on_before(TOM)
    tell_practice(case.pk, Words(done="Talked."), about=About.PLAN, by=staff_actor(TOM))
    town.run_deliveries()
    link_to_known(case.referral_id, known_id=people["maureen"], by=staff_actor(TOM))
    town.run_deliveries()
    assert TaskKind.FILE_MESSAGE in owed(case, TOM)


def test_over_open_danger_a_supervisor_decides(people: dict[str, UUID]) -> None:
    case = taken_on_before(TOM)
    mark_at_risk(case.pk, by=staff_actor(TOM))
    with pytest.raises(WrongState, match="supervisor"):
        link_to_known(case.referral_id, known_id=people["maureen"], by=staff_actor(TOM))
    assert as_ruth(case.referral_id).state == ReferralState.ACCEPTED
    link_to_known(case.referral_id, known_id=people["maureen"], by=staff_actor("ruth"))


def test_only_whose_number_is_in_doubt_is_moved_once_taken_on(people: dict[str, UUID]) -> None:
    like = {"given_name": "Maureen", "family_name": "Ashdown", "birth_date": MAUREEN.born}
    case = accept(received(**like).pk, by=staff_actor(TOM))
    with pytest.raises(WrongState, match="decided about"):
        link_to_known(case.referral_id, known_id=people["maureen"], by=staff_actor(TOM))


def test_nobody_is_moved_into_a_sealed_record_but_by_a_supervisor(
    people: dict[str, UUID],
) -> None:
    case = taken_on_before(TOM)
    seal(people["maureen"], by=staff_actor(NADIA))
    with pytest.raises(NotThere):
        link_to_known(case.referral_id, known_id=people["maureen"], by=staff_actor(TOM))
    link_to_known(case.referral_id, known_id=people["maureen"], by=staff_actor("ruth"))


def test_the_practice_sees_one_referral_that_was_taken_on(people: dict[str, UUID]) -> None:
    case = taken_on_before(TOM)
    link_to_known(case.referral_id, known_id=people["maureen"], by=staff_actor(TOM))
    town.run_deliveries()
    row = as_ruth(case.referral_id)
    with acting_as(staff_actor("gemma")):
        (seen,) = [one for one in referred_by((row.practice_id,)) if one.name.startswith("Una")]
    assert seen.state == ReferralState.ACCEPTED
    with acting_as(staff_actor("ruth")):
        assert Event.objects.filter(person_id=row.person_id, name="ReferralLinked").count() == 1
