"""Two records are one person's: what either knows of a number, a home or danger holds for both."""

import pytest

from linkwell.access.scope import acting_as
from linkwell.demo.seed import staff_actor
from linkwell.kernel import clock
from linkwell.kernel.errors import WrongState
from linkwell.kernel.ids import UUID, new_id
from linkwell.messages.models import Message
from linkwell.messages.queries import may_contact
from linkwell.messages.rules import Held
from linkwell.people.actions import say_safe_way
from linkwell.people.models import ContactWay, Person
from linkwell.people.queries import ways_to_reach, where_they_live
from linkwell.people.rules import Channel, Safe
from linkwell.referrals.actions.arriving import submit
from linkwell.referrals.actions.triage import link_to_known
from linkwell.referrals.alike import alike
from linkwell.referrals.models import Referral
from linkwell.referrals.rules import Danger, NewContact
from linkwell.safety.actions import acknowledge
from linkwell.safety.models import Alert
from linkwell.tables.writing import writing
from tests import town
from tests.actions.test_triage import MAUREEN, as_ruth, like, received
from tests.dangers import WORDS, say, somebody

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture(autouse=True)
def people() -> dict[str, UUID]:
    town.fill()
    return town.person_ids()


def test_what_the_practice_said_this_time_is_not_lost(people: dict[str, UUID]) -> None:
    new_phone = (NewContact(Channel.PHONE, "07700 900555", Safe.NO),)
    row = received(**like(MAUREEN), contacts=new_phone, not_told="Her neighbour", hide_address=True)
    link_to_known(row.pk, known_id=people["maureen"], by=staff_actor("tom"))
    with acting_as(staff_actor("nadia")):
        maureen = Person.objects.one(people["maureen"])
        ways = {way.value: way.safe for way in ways_to_reach(people["maureen"])}
        lives = where_they_live(people["maureen"])
    assert maureen.not_told == "Her neighbour"
    assert ways["07700 900555"] is Safe.NO
    assert ways["0161 496 0121"] is Safe.YES
    assert lives is not None
    assert lives.hidden


def test_of_many_who_must_not_be_told_nobody_is_lost(people: dict[str, UUID]) -> None:
    said = [f"{who} must not, {'whatever they say, ' * 8}hear of it" for who in ("A", "B", "C")]
    for each in said:
        row = received(**like(MAUREEN), not_told=each)
        link_to_known(row.pk, known_id=people["maureen"], by=staff_actor("tom"))
    with acting_as(staff_actor("nadia")):
        kept = Person.objects.one(people["maureen"]).not_told
    assert all(each in kept for each in said)


def ways_of_maureen_after(people: dict[str, UUID], *said: NewContact) -> list[tuple[Safe, str]]:
    """What stands of her one number once she was referred again with these words about it."""
    row = received(**like(MAUREEN), contacts=said)
    link_to_known(row.pk, known_id=people["maureen"], by=staff_actor("tom"))
    with acting_as(staff_actor("nadia")):
        ways = ways_to_reach(people["maureen"])
    return [(way.safe, way.times) for way in ways if way.value == "0161 496 0121"]


def test_that_a_known_number_is_not_safe_any_more_is_not_lost(people: dict[str, UUID]) -> None:
    not_safe = NewContact(Channel.PHONE, "0161 496 0121", Safe.NO)
    assert {safe for safe, _ in ways_of_maureen_after(people, not_safe)} == {Safe.NO}
    with acting_as(staff_actor("nadia")):
        held = may_contact(people["maureen"], Channel.PHONE, clock.now()).held
    assert held is Held.NOT_SAFE


def test_a_no_counts_however_the_number_is_written(people: dict[str, UUID]) -> None:
    not_safe = NewContact(Channel.PHONE, "01614960121", Safe.NO)
    assert {safe for safe, _ in ways_of_maureen_after(people, not_safe)} == {Safe.NO}


def test_what_they_say_of_a_number_holds_for_it_wherever_it_is_written(
    people: dict[str, UUID],
) -> None:
    ways_of_maureen_after(people, NewContact(Channel.PHONE, "01614960121", Safe.NO))
    with acting_as(staff_actor("nadia")):
        way = next(one for one in ways_to_reach(people["maureen"]) if one.value == "01614960121")
    say_safe_way(way.way_id, safe=Safe.YES, by=staff_actor("nadia"))
    with acting_as(staff_actor("nadia")):
        ways = ways_to_reach(people["maureen"])
    assert {one.safe for one in ways if one.channel is Channel.PHONE} == {Safe.YES}


def test_a_yes_never_stands_beside_an_earlier_no(people: dict[str, UUID]) -> None:
    with acting_as(staff_actor("nadia")):
        (way,) = ContactWay.objects.filter(person_id=people["maureen"], channel="phone")
    say_safe_way(way.pk, safe=Safe.NO, by=staff_actor("nadia"))
    safe = NewContact(Channel.PHONE, "0161 496 0121", Safe.YES)
    assert ways_of_maureen_after(people, safe) == [(Safe.NO, way.times)]


def test_the_times_that_were_named_this_time_are_kept(people: dict[str, UUID]) -> None:
    with acting_as(staff_actor("nadia")):
        (way,) = ContactWay.objects.filter(person_id=people["maureen"], channel="phone")
    times = NewContact(Channel.PHONE, "0161 496 0121", Safe.YES, "not evenings")
    assert ways_of_maureen_after(people, times) == [(Safe.YES, way.times or "not evenings")]


def left(referral_id: UUID, phone: str) -> None:
    """A number stands on the referral, as the pause writes it."""
    with acting_as(staff_actor("ruth")), writing():
        Referral.objects.filter(pk=referral_id).update(phone=phone, times="mornings")


def test_a_number_left_at_the_pause_comes_along_into_the_known_record(
    people: dict[str, UUID],
) -> None:
    row = received(**like(MAUREEN), contacts=())
    left(row.pk, "07700 900461")
    link_to_known(row.pk, known_id=people["maureen"], by=staff_actor("tom"))
    with acting_as(staff_actor("nadia")):
        ways = {way.value: (way.safe, way.times) for way in ways_to_reach(people["maureen"])}
    assert ways["07700 900461"] == (Safe.YES, "mornings")


def test_a_number_known_not_to_be_safe_stands_on_no_alert_once_both_are_one_person(
    people: dict[str, UUID],
) -> None:
    with acting_as(staff_actor("nadia")):
        (way,) = ContactWay.objects.filter(person_id=people["maureen"], channel="phone")
    say_safe_way(way.pk, safe=Safe.NO, by=staff_actor("nadia"))
    row = received(**like(MAUREEN), contacts=())
    left(row.pk, "01614960121")
    copy = link_to_known(row.pk, known_id=people["maureen"], by=staff_actor("tom"))
    for one in (row, copy):
        assert (as_ruth(one.pk).phone, as_ruth(one.pk).times) == ("", "")


def test_what_is_said_this_time_of_a_number_that_was_left_before_counts_there_too(
    people: dict[str, UUID],
) -> None:
    with acting_as(staff_actor("ruth")):
        before = Referral.objects.get(person_id=people["maureen"])
    left(before.pk, "0161 496 0121")
    not_safe = NewContact(Channel.PHONE, "0161 496 0121", Safe.NO)
    row = received(**like(MAUREEN), contacts=(not_safe,))
    link_to_known(row.pk, known_id=people["maureen"], by=staff_actor("tom"))
    assert not as_ruth(before.pk).phone


@pytest.mark.parametrize("answer", [Danger.YES, Danger.UNKNOWN])
def test_nobody_is_joined_before_somebody_has_the_alert(
    people: dict[str, UUID], answer: Danger
) -> None:
    amara, tom = staff_actor("amara"), staff_actor("tom")
    receipt = submit(somebody(**like(MAUREEN), words=WORDS), key=new_id(), by=amara)
    say(receipt, answer, by=amara)
    with pytest.raises(WrongState, match="alert"):
        link_to_known(receipt.referral_id, known_id=people["maureen"], by=tom)
    with acting_as(tom):
        alert = Alert.objects.get(about_id=receipt.referral_id)
    acknowledge(alert.pk, by=tom)
    town.run_deliveries()
    link_to_known(receipt.referral_id, known_id=people["maureen"], by=tom)


def test_an_alert_that_is_about_to_be_raised_waits_too(people: dict[str, UUID]) -> None:
    row = received(**like(MAUREEN))
    with acting_as(staff_actor("ruth")), writing():
        Referral.objects.filter(pk=row.pk).update(danger=Danger.YES)
    with pytest.raises(WrongState, match="alert"):
        link_to_known(row.pk, known_id=people["maureen"], by=staff_actor("tom"))


ONE_TEXT = (NewContact(Channel.TEXT, "07700 900777", Safe.YES, ""),)


def texts_to(person_id: UUID) -> list[str]:
    with acting_as(staff_actor("ruth")):
        rows = Message.objects.filter(person_id=person_id, to_person=True)
        return list(rows.values_list("kind", flat=True))


def test_who_is_new_gets_a_receipt_of_their_own() -> None:
    row = received(contacts=ONE_TEXT)
    town.run_deliveries()
    assert texts_to(row.person_id) == ["receipt_person"]


@pytest.mark.parametrize(
    "said",
    [
        like(MAUREEN),  # the same number, name and birth date
        {**like(MAUREEN), "nhs_number": ""},
        {"contacts": (NewContact(Channel.TEXT, "0161 496 0121", Safe.YES, ""),)},  # her phone
    ],
)
def test_nothing_automatic_goes_to_who_may_be_known_already(said: dict[str, object]) -> None:
    row = received(**{"contacts": ONE_TEXT, **said})
    town.run_deliveries()
    assert texts_to(row.person_id) == []


def test_what_is_known_and_calls_for_care_is_said_beside_them_and_never_what(
    people: dict[str, UUID],
) -> None:
    row = received(**like(MAUREEN), contacts=ONE_TEXT)
    with acting_as(staff_actor("tom")):
        assert [one.careful for one in alike([row.person_id])] == [False]
    with acting_as(staff_actor("nadia")) as nadia:
        way = ContactWay.objects.filter(person_id=people["maureen"]).first()
    say_safe_way(way.pk, safe=Safe.NO, by=nadia)
    with acting_as(staff_actor("tom")):
        assert [one.careful for one in alike([row.person_id])] == [True]
