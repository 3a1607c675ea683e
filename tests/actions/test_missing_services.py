"""What a newer list leaves out is told, and closed where that is wanted and safe."""

import json
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkwell.access.rules import operator
from linkwell.access.scope import acting_as
from linkwell.config import cli
from linkwell.config.commands import directory
from linkwell.directory.importing import Report, import_sheet
from linkwell.directory.mapping import read_mapping
from linkwell.directory.models import Service
from linkwell.directory.rules import Closing, Status
from linkwell.kernel.ids import new_id
from linkwell.matching.queries import match
from linkwell.matching.request import Request

pytestmark = pytest.mark.django_db

BY = operator("tests")
MAPPING = read_mapping(
    'title = "Tables"\nheaders = ["Name"]\nmade_id = ["Name", "Postcode"]\nneeds = ["food"]\n'
    '[fields]\nname = "Name"\npostcode = "Postcode"\nhours = "Hours"\nchecked_on = "Checked"\n'
    '[codes]\nstatus = "active"\n[[leave_out]]\ncolumns = ["Hours"]\nwords = ["private"]\n'
    'why = "It is for nobody"\n',
    name="tables.toml",
)
HEADING = "Name,Postcode,Hours,Checked"
TEN = tuple(f"Table {letter},M33 7BZ,Monday 1pm - 2pm," for letter in "ABCDEFGHIJ")


def bring_in(*lines: str, closing: Closing = Closing.NOTHING, publisher: str = "Tables") -> Report:
    data = "\n".join([HEADING, *lines]).encode()
    return import_sheet(data, publisher=publisher, by=BY, mapping=MAPPING, closing=closing)


def missing(report: Report) -> list[str]:
    return [one.name for one in report.missing.services]


def is_open(publisher: str = "Tables") -> dict[str, bool]:
    rows = Service.objects.filter(publisher__name=publisher).values_list("name", "status")
    return {name: status != Status.INACTIVE for name, status in rows}


def closings() -> list[int]:
    with acting_as(BY), connection.cursor() as cursor:
        cursor.execute("select data from journal_event where name = 'ServicesClosed' order by id")
        return [json.loads(data)["closed"] for (data,) in cursor.fetchall()]


def test_what_is_left_out_is_told_and_stays_open() -> None:
    assert missing(bring_in(*TEN)) == []
    for _ in range(2):
        report = bring_in(*TEN[2:])
        assert missing(report) == ["Table A", "Table B"]
        assert (report.missing.closed, report.missing.why_not) == (0, "")
    assert all(is_open().values())
    assert closings() == []


def test_it_is_closed_once_and_found_no_more_and_opens_when_it_is_back() -> None:
    bring_in(*TEN)
    ids = dict(Service.objects.values_list("name", "id"))
    assert bring_in(*TEN[1:], closing=Closing.IF_SURE).missing.closed == 1
    assert [name for name, is_there in is_open().items() if not is_there] == ["Table A"]
    answer = match(Request(text="table"))
    assert "Table A" not in [option.name for option in answer.options]
    assert answer.hidden["Closed"] == 1
    again = bring_in(*TEN[1:], closing=Closing.IF_SURE)
    assert (missing(again), again.missing.closed, again.tally.unchanged) == ([], 0, 9)
    assert closings() == [1]
    back = bring_in(*TEN)
    assert (back.tally.updated, back.tally.unchanged) == (1, 9)
    assert all(is_open().values())
    assert dict(Service.objects.values_list("name", "id")) == ids


def test_where_much_is_missing_nothing_is_closed_unless_told() -> None:
    bring_in(*TEN)
    report = bring_in(*TEN[3:], "Table Z,M33 7BZ,,", closing=Closing.IF_SURE)
    assert report.missing.why_not == "3 of 10 are missing, more than one in 5; it may be cut off"
    assert all(is_open().values())
    assert "Table Z" in is_open()  # what the list has came in all the same
    told = bring_in(*TEN[3:], "Table Z,M33 7BZ,,", closing=Closing.EVEN_IF_UNSURE)
    assert (told.missing.closed, told.missing.why_not) == (3, "")
    assert sum(is_open().values()) == 8


def test_a_line_that_cannot_be_read_may_be_what_is_missing() -> None:
    bring_in(*TEN)
    report = bring_in(*TEN[1:], "Table A,M33", closing=Closing.IF_SURE)
    assert missing(report) == ["Table A"]
    assert report.missing.why_not.startswith("1 line of the list cannot be read")
    assert all(is_open().values())
    assert bring_in(*TEN, "Table A,M33", closing=Closing.IF_SURE).missing.why_not == ""


def test_a_line_that_is_refused_still_stands_in_the_list() -> None:
    bring_in(*TEN)
    report = bring_in(*TEN[1:], f"{TEN[0]}yesterday", closing=Closing.IF_SURE)
    assert [refusal.line for refusal in report.refused] == [11]
    assert missing(report) == []


def test_what_is_no_service_any_more_is_left_out() -> None:
    bring_in(*TEN)
    report = bring_in(*TEN[1:], "Table A,M33 7BZ,Private,", closing=Closing.IF_SURE)
    assert (missing(report), report.missing.closed) == (["Table A"], 1)


def test_the_lists_of_others_are_not_touched() -> None:
    bring_in(*TEN)
    bring_in(TEN[0], publisher="Another")
    report = bring_in(closing=Closing.EVEN_IF_UNSURE, publisher="Another")
    assert report.missing.closed == 1
    assert all(is_open().values())
    assert is_open("Another") == {"Table A": False}


def test_many_are_closed_with_one_event_for_each_500() -> None:
    bring_in(*(f"Table {number},M33 7BZ,," for number in range(1_100)))
    bring_in(closing=Closing.EVEN_IF_UNSURE)
    assert closings() == [500, 500, 100]


names = st.sets(st.sampled_from(["A", "B", "C", "D", "E", "F", "G"]))


@given(st.lists(st.tuples(names, st.sampled_from(list(Closing))), max_size=5))
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_is_open_follows_from_the_lists(steps: list[tuple[set[str], Closing]]) -> None:
    publisher, kept = f"Steps {new_id()}", dict[str, bool]()
    for some, closing in steps:
        report = bring_in(
            *(f"{name},M33 7BZ,," for name in some), closing=closing, publisher=publisher
        )
        had = {name for name, was_open in kept.items() if was_open}
        assert set(missing(report)) == had - some
        sure = len(had - some) * 5 <= len(had)
        closes = closing is Closing.EVEN_IF_UNSURE or (closing is Closing.IF_SURE and sure)
        kept |= dict.fromkeys(some, True)
        kept |= dict.fromkeys(had - some if closes else (), False)
        assert is_open(publisher) == kept


def test_the_command_says_what_is_missing_and_closes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(directory, "use_database", lambda: None)
    sheet, mapping = tmp_path / "clubs.csv", tmp_path / "clubs.toml"
    mapping.write_text(
        'title = "x"\nheaders = ["Name"]\ngiven_id = "Name"\n[fields]\nname = "Name"\n'
    )
    command = [
        "directory", "import", str(sheet), "--publisher", "x", "--mapping", str(mapping),
    ]  # fmt: skip

    def run(*more: str, lines: range) -> tuple[int, str, str]:
        sheet.write_text("Name\n" + "".join(f"Club {number:02}\n" for number in lines))
        status = cli.main([*command, *more])
        return (status, *capsys.readouterr())

    run(lines=range(50))
    told = run(lines=range(7, 50))[1]
    assert "not in this list any more: 7 (still open; --close-missing closes them)" in told
    assert "    Club 04\n    and 2 more" in told
    status, told, error = run("--close-missing", lines=range(20, 50))
    assert status == 1
    assert "20 of 50 are missing, more than one in 5; it may be cut off. Look at" in error
    assert "--even-if-unsure" in error
    status, told, _ = run("--close-missing", "--json", lines=range(7, 50))
    report = json.loads(told)
    assert (status, report["closed"], report["why_not_closed"]) == (0, 7, None)
    assert report["missing"][0] == {"source_id": "Club 00", "name": "Club 00"}
    told = run("--close-missing", "--even-if-unsure", lines=range(20, 50))[1]
    assert "not in this list any more: 13 (closed: 13)" in told
    assert "not in this list" not in run(lines=range(20, 50))[1]
    with pytest.raises(SystemExit):
        run("--even-if-unsure", lines=range(50))
