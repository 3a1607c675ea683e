"""`linkwell directory suggestions`, `confirm` and `refuse` in this process."""

import json

import pytest

from linkwell.access.rules import operator
from linkwell.config import cli
from linkwell.config.commands import suggestions
from linkwell.directory.actions.lists import import_batch
from linkwell.directory.drafts import Draft
from linkwell.directory.models import Service, Suggestion
from linkwell.directory.prose.said import Field
from linkwell.directory.rules import Listing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("house_is_ready")]

BY = ("--by", "Jo of the  directory")


@pytest.fixture
def house_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' own database is up; one service came in whose words say more than its list."""
    monkeypatch.setattr(suggestions, "use_database", lambda: None)
    text = "For over 55s. £3 a session. For residents of Trafford."
    listing = Listing("s1", "Choir", "Some group", description=text, minimum_age=18)
    import_batch([Draft(2, "org", listing)], publisher="A list", by=operator("tests"))


def one(field: Field) -> str:
    return str(Suggestion.objects.get(field=field).pk)


def test_what_waits_is_listed_with_its_sentence_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["directory", "suggestions"]) == 0
    told = capsys.readouterr().out
    assert "3 to confirm or refuse" in told
    assert "Choir (A list)" in told
    assert f"{one(Field.FREE)}  free: no: “£3 a session.”" in told
    assert "for people in Trafford: “For residents of Trafford.”" in told
    assert (
        "The sentence says it outright. Its publisher says otherwise: from the age of 18." in told
    )


def test_as_json_it_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["directory", "suggestions", "--json"]) == 0
    rows = {row["field"]: row for row in json.loads(capsys.readouterr().out)}
    assert set(rows) == {"minimum_age", "free", "area"}
    age = rows["minimum_age"]
    assert (age["value"], age["publisher_says"], age["confidence"]) == (55, 18, "stated")
    assert age["sentence"] == "For over 55s."
    assert rows["free"]["publisher_says"] is None


def test_confirm_and_refuse_say_what_they_did(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["directory", "confirm", one(Field.MINIMUM_AGE), *BY]) == 0
    assert capsys.readouterr().out == (
        "Choir: from the age of 55: confirmed by Jo of the directory\n"
    )
    assert Service.objects.get().minimum_age == 55
    assert cli.main(["directory", "refuse", one(Field.FREE), *BY]) == 0
    assert "free: no: refused" in capsys.readouterr().out
    assert Service.objects.get().free is None
    cli.main(["directory", "suggestions"])
    assert "1 to confirm or refuse" in capsys.readouterr().out
    cli.main(["directory", "refuse", one(Field.AREA), *BY])
    capsys.readouterr()
    cli.main(["directory", "suggestions"])
    assert capsys.readouterr().out == "Nothing waits to be confirmed.\n"


@pytest.mark.parametrize(
    ("suggestion", "by", "sentence"),
    [
        ("that-one", "Jo", "“that-one” is no id of a suggestion"),
        ("8a6e0804-2bd0-4672-b79d-d97027f9071a", "Jo", "There is nothing here"),
        ("8a6e0804-2bd0-4672-b79d-d97027f9071a", " ", "--by: write who says so"),
    ],
)
def test_what_cannot_be_decided_is_said_in_a_sentence(
    capsys: pytest.CaptureFixture[str], suggestion: str, by: str, sentence: str
) -> None:
    assert cli.main(["directory", "confirm", suggestion, "--by", by]) == 1
    assert sentence in capsys.readouterr().err


def test_nobody_decides_twice(capsys: pytest.CaptureFixture[str]) -> None:
    command = ["directory", "refuse", one(Field.FREE), *BY]
    assert cli.main(command) == 0
    assert cli.main(command) == 1
    assert "suggestion is refused" in capsys.readouterr().err
