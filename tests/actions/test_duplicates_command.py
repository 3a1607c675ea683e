"""`linkwell directory duplicates` and `read-again` in this process."""

import json

import pytest

from linkwell.config import cli
from linkwell.config.commands import duplicates
from linkwell.directory.models import Schedule
from linkwell.directory.pairs import Pair
from linkwell.tables.writing import writing
from tests.joining import HALL, bring_in

pytestmark = [
    pytest.mark.django_db(transaction=True, databases="__all__"),
    pytest.mark.usefixtures("house_is_ready"),
]


@pytest.fixture
def house_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' own database is up; two lists name one group."""
    monkeypatch.setattr(duplicates, "use_database", lambda: None)
    bring_in("A", where=HALL)
    bring_in("B", where=HALL, hours="Monday 2pm - 4pm")


def test_pairs_are_told_with_their_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["directory", "duplicates"]) == 0
    told = capsys.readouterr().out
    assert "2 compared with 1 others" in told
    assert "1 pairs to decide" in told
    assert "name +50, postcode +20" in told
    assert cli.main(["directory", "duplicates"]) == 0
    assert "compared with" not in capsys.readouterr().out  # nothing has changed since


def test_as_json_the_points_sum_to_the_score(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["directory", "duplicates", "--json"]) == 0
    (pair,) = json.loads(capsys.readouterr().out)["pairs"]
    assert pair["score"] == sum(reason["points"] for reason in pair["reasons"]) == 70
    assert pair["band"] == "surely"
    assert pair["id"] == str(Pair.objects.get().pk)


def test_nothing_alike_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    bring_in("B", name="Debt advice")
    assert cli.main(["directory", "duplicates"]) == 0
    assert "No two entries look like one group." in capsys.readouterr().out


def test_read_again_says_how_much_is_told_otherwise(capsys: pytest.CaptureFixture[str]) -> None:
    with writing():
        Schedule.objects.update(byday="", opens_at=None, closes_at=None)
    assert cli.main(["directory", "read-again"]) == 0
    assert "2 entries read again; 1 of them tell something else now" in capsys.readouterr().out
    assert Schedule.objects.get().byday == "MO"
    assert cli.main(["directory", "read-again"]) == 0
    assert "2 entries read again; 0 of them" in capsys.readouterr().out
