"""A colleague opens a record: found by whole name and birth date, open until the evening."""

from datetime import date

import pytest

from linkwell.access.cover import break_glass, cover, find_caller, seal, unseal
from linkwell.access.models import BrokenGlass, Organisation, Relationship
from linkwell.access.rules import CoverReason
from linkwell.access.scope import acting_as
from linkwell.cases.models import Case
from linkwell.demo.seed import staff_actor
from linkwell.journal.models import Event
from linkwell.kernel.errors import InputAtFault, NotThere
from linkwell.kernel.ids import UUID
from linkwell.people.models import Person
from tests.town import seed

pytestmark = pytest.mark.django_db
BORN = date(1951, 11, 3)


@pytest.fixture(autouse=True)
def town() -> None:
    seed()


def millrace() -> UUID:
    return Organisation.objects.get(name="Millrace Link Workers").pk


def maureen() -> UUID:
    with acting_as(staff_actor("ruth")):
        person_id: UUID = Person.objects.get(family_name="Ashdown").person_id
        return person_id


def found_by(who: str, name: str = "ashdown maureen", born: date = BORN) -> list[UUID]:
    with acting_as(staff_actor(who)):
        return [one.person_id for one in find_caller(millrace(), search_name=name, birth_date=born)]


def sees(who: str, person_id: UUID) -> bool:
    with acting_as(staff_actor(who)):
        return bool(Case.objects.filter(person_id=person_id).exists())


def test_a_colleague_finds_a_caller_by_whole_name_and_birth_date_only() -> None:
    assert found_by("tom") == [maureen()]
    assert not found_by("tom", "ashdown")
    assert not found_by("tom", born=date(1951, 11, 4))


@pytest.mark.parametrize("who", ["kieran", "amara", "helen", "marcus"])
def test_who_is_not_of_the_team_finds_nobody(who: str) -> None:
    assert not found_by(who)


def test_cover_opens_the_story_and_ends_in_the_evening() -> None:
    person_id = maureen()
    assert not sees("tom", person_id)
    cover(person_id, service_id=millrace(), reason=CoverReason.RANG_IN, by=staff_actor("tom"))
    assert sees("tom", person_id)
    with acting_as(staff_actor("ruth")):
        row = Relationship.objects.get(person_id=person_id, kind="cover")
        assert row.basis == "rang_in"
        assert row.expires_at is not None
        assert Event.objects.filter(person_id=person_id, name="RecordCovered").count() == 1


def test_a_sealed_record_opens_by_breaking_the_glass_only() -> None:
    person_id, tom = maureen(), staff_actor("tom")
    seal(person_id, by=staff_actor("nadia"))
    with pytest.raises(NotThere):
        cover(person_id, service_id=millrace(), reason=CoverReason.DUTY, by=tom)
    with pytest.raises(InputAtFault):
        break_glass(person_id, service_id=millrace(), words=" x y ", by=tom)
    break_glass(person_id, service_id=millrace(), words="She rang, in tears.", by=tom)
    assert sees("tom", person_id)
    with acting_as(staff_actor("marcus")):
        assert BrokenGlass.objects.get(person_id=person_id).words == "She rang, in tears."


def test_sealing_ends_cover_and_unsealing_allows_it_again() -> None:
    person_id, tom = maureen(), staff_actor("tom")
    cover(person_id, service_id=millrace(), reason=CoverReason.DUTY, by=tom)
    seal(person_id, by=staff_actor("nadia"))
    assert not sees("tom", person_id)
    unseal(person_id, by=staff_actor("nadia"))
    cover(person_id, service_id=millrace(), reason=CoverReason.DUTY, by=tom)
    assert sees("tom", person_id)


def test_nobody_covers_a_record_of_another_service() -> None:
    with pytest.raises(NotThere):
        cover(maureen(), service_id=millrace(), reason=CoverReason.DUTY, by=staff_actor("kieran"))
