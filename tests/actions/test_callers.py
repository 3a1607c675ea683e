"""Cover: a caller is found by whole name and birth date; who guesses is stopped."""

import json
from datetime import date
from pathlib import Path

import pytest

from linkwell.access.cover import seal
from linkwell.access.models import BrokenGlass, Organisation
from linkwell.access.scope import acting_as
from linkwell.cases.models import Case
from linkwell.demo.seed import staff_actor
from linkwell.kernel.errors import NotThere
from linkwell.kernel.ids import UUID
from linkwell.safety.actions import Sought, look_for_caller, open_sealed
from linkwell.safety.models import FailedSearch
from tests import town

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
BORN = date(1951, 11, 3)


@pytest.fixture(autouse=True)
def outbox(tmp_path: Path, settings: object) -> Path:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    town.fill()
    return tmp_path / "outbox"


def millrace() -> UUID:
    return Organisation.objects.get(name="Millrace Link Workers").pk


def look(who: str = "tom", given: str = "Maureen", born: date = BORN) -> Sought:
    return look_for_caller(
        millrace(), given_name=given, family_name="Ashdown", birth_date=born, by=staff_actor(who)
    )


def test_somebody_is_found_however_the_name_is_typed() -> None:
    assert look(given="MAUREEN").found
    assert not look(given="Maur").found


def test_sealed_and_unknown_get_the_same_answer() -> None:
    unknown = look(given="Nobody")
    seal(town.person_ids()["maureen"], by=staff_actor("nadia"))
    assert look() == unknown == Sought(None)


def test_the_eleventh_failed_search_is_refused_and_written_down() -> None:
    for _ in range(10):
        assert not look(given="Nobody").refused
    assert look(given="Nobody").refused
    assert look().refused  # even of somebody who is there
    assert FailedSearch.objects.filter(refused=True).count() == 2
    assert not look("nadia", given="Nobody").refused


@pytest.mark.parametrize("who", ["kieran", "amara", "helen", "marcus"])
def test_who_is_not_of_the_team_looks_for_nobody(who: str) -> None:
    with pytest.raises(NotThere):
        look(who)


def break_in(words: str = "She rang, in tears.", given: str = "Maureen") -> Sought:
    return open_sealed(
        millrace(),
        given_name=given,
        family_name="Ashdown",
        birth_date=BORN,
        words=words,
        by=staff_actor("tom"),
    )


def test_breaking_the_glass_opens_it_and_tells_the_privacy_lead_exactly_once(outbox: Path) -> None:
    person_id = town.person_ids()["maureen"]
    seal(person_id, by=staff_actor("nadia"))
    assert break_in().found
    town.run_deliveries()
    with acting_as(staff_actor("tom")):
        assert Case.objects.filter(person_id=person_id).exists()
    with acting_as(staff_actor("marcus")):
        assert BrokenGlass.objects.get().words == "She rang, in tears."
    letters = [json.loads(path.read_text()) for path in outbox.glob("*.json")]
    told = [one for one in letters if "sealed record" in one["subject"]]
    assert [one["to"] for one in told] == ["marcus@millrace.example"]
    assert "Maureen" not in told[0]["body"] + told[0]["subject"]
    assert "tears" not in told[0]["body"]


def test_what_is_not_sealed_is_not_broken_into() -> None:
    assert break_in() == break_in(given="Nobody") == Sought(None)
    assert FailedSearch.objects.count() == 2
    with acting_as(staff_actor("marcus")):
        assert not BrokenGlass.objects.exists()
