"""`linkwell directory import` and `linkwell match` in this process: status, sentences, reports."""

import csv
import json
import sys
from pathlib import Path

import pytest

from linkwell.config import cli
from linkwell.config.commands import directory, match
from linkwell.directory.actions import lists as actions
from tests.workbooks import workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("house_is_ready")]

SHEETS = Path(__file__).parents[1] / "sheets"
FOOD = str(SHEETS / "food_banks.csv")
IMPORT = ("directory", "import", FOOD, "--publisher", "Oakmere Food Association")


@pytest.fixture
def house_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' own database is up and up to date."""
    for command in (directory, match):
        monkeypatch.setattr(command, "use_database", lambda: None)


def test_a_list_comes_in_and_again_without_change(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(IMPORT) == 0
    assert "8 came in: 8 new, 0 changed, 0 as before" in capsys.readouterr().out
    assert cli.main(IMPORT) == 0
    told = capsys.readouterr().out
    assert "8 came in: 0 new, 0 changed, 8 as before" in told
    assert "2 refused:\n    line 9: It says the same as line 2" in told
    assert "2 came in without a place:\n    line 7: “M33 7B” is not a postcode" in told
    assert cli.main([*IMPORT, "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["created"], report["unchanged"], len(report["refused"])) == (0, 8, 2)


def test_whoever_waits_at_a_terminal_sees_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(actions, "BATCH", 3)
    assert cli.main(IMPORT) == 0
    assert capsys.readouterr().err == ""  # a pipe
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert cli.main([*IMPORT, "--json"]) == 0
    out, error = capsys.readouterr()
    json.loads(out)
    shown = [line.removesuffix("\x1b[K") for line in error.split("\r")[1:]]
    assert shown == [
        "0 of 8 lines", "3 of 8 lines", "6 of 8 lines", "8 of 8 lines", "",
    ]  # fmt: skip


def test_a_workbook_comes_in_by_the_same_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = csv.reader(Path(FOOD).read_text().splitlines())
    rows = [row for row in lines if len(row) == 8]  # a workbook has no torn lines
    book = tmp_path / "food.xlsx"
    book.write_bytes(workbook({"Food": rows}))
    assert cli.main([*IMPORT[:2], str(book), *IMPORT[3:]]) == 0
    assert "8 came in: 8 new" in capsys.readouterr().out
    assert cli.main(IMPORT) == 0  # saved as CSV it is the same list
    assert "8 came in: 0 new, 0 changed, 8 as before" in capsys.readouterr().out


def test_a_sheet_of_which_nothing_comes_in_is_at_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "torn.csv"
    sheet.write_text(Path(FOOD).read_text().splitlines()[0] + "\nonly,three,cells\n")
    assert cli.main(["directory", "import", str(sheet), "--publisher", "x"]) == 1
    assert "line 2: It has 3 cells" in capsys.readouterr().out


def test_people_read_it_too(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(IMPORT)
    capsys.readouterr()
    assert (
        cli.main(["match", "--at", "M33 7BZ", "--text", "free food, just turn up", "--top", "1"])
        == 0
    )
    told = capsys.readouterr().out
    assert "Understood: Food and fuel (“food”); “free”; “turn up”" in told
    assert " 1. Tidewater Kitchen: " in told
    assert "Not shown: closed: 1; fit less well, or we do not know: " in told
    assert "next " in told
    assert cli.main(["match", "--text", "knitting"]) == 0
    assert "Nothing here is known to fit" in capsys.readouterr().out


def test_danger_words_bring_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["match", "--text", "he hits me"]) == 0
    assert "0808 2000 247" in capsys.readouterr().out
    assert cli.main(["match", "--text", "I don't want to be here any more", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["options"] == []
    assert answer["help"][0]["phone"] == "999"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["match", "--at", "ZZ1 1ZZ"], "ZZ1 1ZZ"),
        (["match", "--at", "Sale"], "“Sale” is not a postcode"),
        (["match", "--need", "fun"], "“fun” is not a need"),
        (["match", "--text", "x", "--km", "-1"], "km: write a number above 0"),
        (["match", "--requests", "/nowhere.jsonl"], "there is no such file"),
        (["match", "--requests", "/"], "is a directory"),
        (["directory", "import", "/nowhere.csv", "--publisher", "x"], "there is no such file"),
        (["directory", "import", __file__, "--publisher", "x"], "No mapping fits"),
        (["directory", "import", FOOD, "--publisher", "x", "--mapping", __file__], "not TOML"),
        (["directory", "import", FOOD, "--publisher", " "], "--publisher"),
    ],
)
def test_input_at_fault_is_status_1_and_a_sentence(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(arguments) == 1
    out, error = capsys.readouterr()
    assert out == ""
    assert error.startswith("linkwell: ")
    assert says in error


@pytest.mark.parametrize(
    "arguments",
    [
        ["match"],
        ["match", "--age", "40"],
        ["match", "--km", "near", "--text", "x"],
        ["match", "--requests", "x", "--text", "y"],
        ["directory"],
        ["directory", "import", FOOD],
        ["directory", "import", FOOD, "--publisher", "x", "--format", "xml"],
    ],
)
def test_wrong_usage_is_status_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main(arguments)
    assert stop.value.code == 2


def test_a_mapping_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet, mapping = tmp_path / "clubs.csv", tmp_path / "clubs.toml"
    sheet.write_text("Club,Where\nBowls at the Lock,M33 7BZ\n")
    mapping.write_text(
        'title = "Clubs"\nheaders = ["Club", "Where"]\nmade_id = ["Club"]\nneeds = ["activity"]\n'
        '[fields]\nname = "Club"\npostcode = "Where"\n[codes]\nstatus = "active"\n'
    )
    arguments = ["directory", "import", str(sheet), "--publisher", "Clubs"]
    assert cli.main([*arguments, "--mapping", str(mapping)]) == 0
    capsys.readouterr()
    assert cli.main(["match", "--at", "M33 7BZ", "--text", "bowls", "--json"]) == 0
    (option,) = json.loads(capsys.readouterr().out)["options"]
    assert (option["name"], option["distance_m"]) == ("Bowls at the Lock", 0)


def test_many_requests_each_on_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(IMPORT)
    capsys.readouterr()
    file = tmp_path / "requests.jsonl"
    file.write_bytes(
        b"\n".join(
            [
                b'{"id": "a", "at": "M33 7BZ", "need": ["food"]}',
                b'{"id": "b", "at": "nowhere"}',
                b"not json",
                b'{"id": "d", "text": "\\ud800"}',
                b"\xff\xfe",
                b"[" * 50_000,
                b'{"id": "g", "text": "I want to die"}',
                b"[]",
            ]
        )
        + b"\n\n"
    )
    assert cli.main(["match", "--requests", str(file)]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["id"] for one in told] == ["a", "b", None, "d", None, None, "g", None]
    assert ["error" in one for one in told] == [
        False, True, True, True, True, True, False, True,
    ]  # fmt: skip
    assert told[0]["options"]
    assert told[6]["help"]
    file.write_text("nothing\n")
    assert cli.main(["match", "--requests", str(file)]) == 1
