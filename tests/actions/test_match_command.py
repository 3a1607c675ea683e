"""`linkwell match`: what must fit is asked for by flags, and a file of requests answers alike."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from linkwell.config import cli
from linkwell.config.commands import match
from linkwell.matching.request import DAYS
from linkwell.needs.rules import Need
from tests.town import seed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("town")]

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' own database is up, and holds the demo town."""
    monkeypatch.setattr(match, "use_database", lambda: None)
    seed()


def some_request(chance: random.Random) -> dict[str, Any]:
    """A request with some of the keys, always with a need or words."""
    words = ["lonely, loves to sing", "in debt", "free food, no steps", "knitting", "I want to die"]
    values: dict[str, Any] = {
        "at": chance.choice(["M33 7BZ", "m32 9af"]),
        "need": chance.sample([str(need) for need in Need], chance.randint(1, 2)),
        "text": chance.choice(words),
        "km": chance.choice([1.5, 10.0]),
        "age": chance.choice([0, 17, 18, 74]),
        "gender": chance.choice(["female", "male", "other"]),
        "language": chance.choice(["en", "ur", "cy"]),
        "step_free": True,
        "free": True,
        "day": chance.sample(list(DAYS), chance.randint(1, 3)),
        "top": chance.choice([1, 4, 10]),
    }
    some = {key: value for key, value in values.items() if chance.random() < 0.4}
    return some if {"need", "text"} & some.keys() else {**some, "text": values["text"]}


def as_flags(request: dict[str, Any]) -> list[str]:
    flags: list[str] = []
    for key, value in request.items():
        flag = f"--{key.replace('_', '-')}"
        if value is True:
            flags.append(flag)
        elif key == "day":
            flags += [flag, ",".join(value)]
        else:
            for one in value if isinstance(value, list) else [value]:
                flags += [flag, str(one)]
    return flags


def test_a_file_of_requests_answers_as_each_of_them_alone(tmp_path: Path, capsys: Capture) -> None:
    chance = random.Random(1948)
    requests = [some_request(chance) for _ in range(40)]
    file = tmp_path / "requests.jsonl"
    file.write_text("".join(json.dumps(request) + "\n" for request in requests))
    assert cli.main(["match", "--requests", str(file)]) == 0
    many = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    hidden: set[str] = set()
    for request, answer in zip(requests, many, strict=True):
        assert cli.main(["match", *as_flags(request), "--json"]) == 0
        alone = json.loads(capsys.readouterr().out)
        for told in (alone, answer):
            told.pop("as_of")
            told.pop("id", None)
        assert alone == answer, request
        counted = sum(answer["hidden"].values()) + answer["below"] + len(answer["options"])
        assert answer["considered"] == counted
        hidden |= set(answer["hidden"])
    assert {"Not free", "Not on that day", "For other ages", "Not step-free"} <= hidden


def test_what_must_fit_is_told_back(capsys: Capture) -> None:
    flags = "--need loneliness --age 74 --gender male --language ur --step-free --free"
    assert cli.main(["match", *flags.split(), "--day", "mon,tue", "--day", "wed"]) == 0
    told = capsys.readouterr().out
    assert (
        "Asked for: Company; aged 74; male; speaks Urdu; step-free; free; on mon or tue or wed"
        in told
    )
    assert "not free: " in told
    assert "Ask whether somebody speaks Urdu" in told


@pytest.mark.parametrize(
    ("flags", "says"),
    [
        (["--age", "200"], "age: write whole years"),
        (["--gender", "x"], "gender: “x” is not one of"),
        (["--language", "english"], "language: “english” is not"),
        (["--day", "mon,someday"], "day: “someday” is not one of mon, tue"),
    ],
)
def test_a_bad_value_is_a_sentence_that_names_the_key(
    flags: list[str], says: str, capsys: Capture
) -> None:
    assert cli.main(["match", "--text", "x", *flags]) == 1
    assert says in capsys.readouterr().err


def test_a_bad_request_harms_no_other(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "requests.jsonl"
    rows = [{"id": "a", "day": "mon"}, {"id": "b", "age": "old"}, {"id": "c", "text": "lonely"}]
    file.write_text("\n".join(map(json.dumps, rows)))
    assert cli.main(["match", "--requests", str(file)]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one.get("error", "").partition(":")[0] for one in told] == ["day", "age", ""]
    assert told[2]["options"]
