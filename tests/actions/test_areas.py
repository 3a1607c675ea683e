"""Official files come in as published, whole or not at all, told apart by what stands in them."""

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from django.db import connection

from linkwell.access.rules import Actor, ActorKind, Member, Role, operator
from linkwell.access.scope import acting_as
from linkwell.areas import rules
from linkwell.areas.actions import Loaded, load_areas
from linkwell.areas.models import Deprivation, Network, OfficialPractice, PostcodeArea
from linkwell.areas.rules import Kind, vintage_of
from linkwell.config import cli
from linkwell.config.commands import areas
from linkwell.kernel.errors import InputAtFault, NotThere
from linkwell.kernel.geography import Point
from linkwell.kernel.ids import new_id
from tests.workbooks import workbook

pytestmark = pytest.mark.django_db

BY = operator("tests")
OLD = [
    "pcd", "pcds", "dointr", "doterm", "oseast1m", "osnrth1m", "oslaua", "lsoa21", "msoa21", "icb",
    "sicbl", "lat", "long",
]  # fmt: skip
NEW = [
    "pcd7", "pcds", "dointr", "doterm", "east1m", "north1m", "lad25cd", "lsoa21cd", "msoa21cd",
    "icb26cd", "sicbl26cd", "ruc21ind", "lat", "long",
]  # fmt: skip
OLD_ROWS = [
    ["M33 7BZ", "M33 7BZ", "198001", "", "378944", "392758", "E08000009", "E01006209",
     "E02001271", "E54000057", "E38000187", "53.4", "-2.3"],
    ["M33 9ZZ", "M33 9ZZ", "198001", "199906", "378000", "392000", "E08000009", "", "", "", "",
     "", ""],
    ["BT1 1AA", "BT1 1AA", "198001", "", "333000", "374000", "N09000003", "N20000001", "", "", "",
     "", ""],
]  # fmt: skip
NEW_ROWS = [[*row[:11], "UN1", *row[11:]] for row in OLD_ROWS]
IMD = "Index of Multiple Deprivation (IMD)"
PCN: dict[str, list[list[str | None]]] = {
    "PCNDetails": [
        ["PCN Code", "PCN Name", "Current\nSub ICB Loc\nCode", "Open Date", "Close Date",
         "Postcode"],
        ["U12345", "Lock Lane PCN", "01A", "20190701", None, "M33 7BZ"],
        ["U99999", "Closed PCN", "01A", "20190701", "20210331", "M33 7BZ"],
    ],
    "PCN Core Partner Details": [
        ["Partner\nOrganisation\nCode", "PCN Code", "Relationship\nStart Date",
         "Relationship\nEnd Date"],
        ["P91002", "U12345", "20190701", None],
        ["P91001", "U12345", "20190701", None],
        ["P91003", "U12345", "20190701", "20210331"],
    ],
}  # fmt: skip


@pytest.fixture(autouse=True)
def england_is_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "FEWEST", dict.fromkeys(Kind, 1))
    monkeypatch.setattr(rules, "LSOAS", {"2021": 2, "2011": 1})


def written(path: Path, *rows: Sequence[str]) -> Path:
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file).writerows(rows)
    return path


def practice(code: str, setting: str = "4", status: str = "A") -> list[str]:
    row = [""] * 27
    row[0], row[1], row[3], row[9], row[12], row[25] = (
        code, "LOCK LANE SURGERY", "QOP", "M33 7BZ", status, setting,
    )  # fmt: skip
    return row


def iod(year: str, *areas: tuple[str, str, str]) -> list[Sequence[str]]:
    return [
        [f"LSOA code ({year})", f"LSOA name ({year})", f"{IMD} Score",
         f"{IMD} Rank (where 1 is most deprived)",
         f"{IMD} Decile (where 1 is most deprived 10% of LSOAs)"],
        *((lsoa, "x", "1.5", rank, decile) for lsoa, rank, decile in areas),
    ]  # fmt: skip


@pytest.mark.parametrize(("heading", "rows"), [(OLD, OLD_ROWS), (NEW, NEW_ROWS)])
def test_postcodes_by_either_family_of_headings(
    heading: list[str], rows: list[list[str]], tmp_path: Path
) -> None:
    path = written(tmp_path / "ONSPD_AUG_2025_UK.csv", heading, *rows)
    assert load_areas(path, by=BY) == Loaded(Kind.POSTCODES, "2025-08", 2)
    one = PostcodeArea.objects.get(postcode="M33 7BZ")
    assert (one.lsoa, one.msoa, one.authority, one.icb) == (
        "E01006209", "E02001271", "E08000009", "E54000057",
    )  # fmt: skip
    assert one.point == Point(378944, 392758)
    assert PostcodeArea.objects.get(postcode="BT1 1AA").point is None  # on the Irish grid


def test_the_zip_as_it_is_published(tmp_path: Path) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([NEW, *NEW_ROWS])
    path = tmp_path / "a download.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Data/multi_csv/ONSPD_MAY_2026_UK_AB.csv", "pcds\n")
        archive.writestr("Data/ONSPD_MAY_2026_UK.csv", text.getvalue())
    assert load_areas(path, by=BY).vintage == "2026-05"
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(InputAtFault, match="cannot be read"):
        load_areas(path, by=BY)


def test_loading_again_replaces_its_own_vintage_only(tmp_path: Path) -> None:
    path = written(tmp_path / "x.csv", NEW, *NEW_ROWS)
    load_areas(path, by=BY, vintage="2025-02")
    load_areas(path, by=BY, vintage="2025-05")
    load_areas(written(path, NEW, NEW_ROWS[0]), by=BY, vintage="2025-05")
    rows = PostcodeArea.objects.values_list("vintage", "postcode").order_by("vintage", "postcode")
    assert list(rows) == [
        ("2025-02", "BT1 1AA"), ("2025-02", "M33 7BZ"), ("2025-05", "M33 7BZ"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("census", "areas", "vintage"),
    [
        ("2021", [("E01000001", "7", "1"), ("E01000002", "33000", "10")], "2025"),
        ("2011", [("E01000001", "7", "1")], "2019"),
    ],
)
def test_ranks_of_small_areas(
    census: str, areas: list[tuple[str, str, str]], vintage: str, tmp_path: Path
) -> None:
    path = written(tmp_path / "File_7.csv", *iod(census, *areas))
    assert load_areas(path, by=BY) == Loaded(Kind.DEPRIVATION, vintage, len(areas))
    one = Deprivation.objects.get(vintage=vintage, lsoa="E01000001")
    assert (one.rank, one.decile) == (7, 1)


def test_practices_are_those_that_are(tmp_path: Path) -> None:
    path = written(
        tmp_path / "epraccur.csv",
        practice("P91001"), practice("P91002", status="C"), practice("Y00001", setting="9"),
    )  # fmt: skip
    assert load_areas(path, by=BY, vintage="2026-10") == Loaded(Kind.PRACTICES, "2026-10", 2)
    found = OfficialPractice.objects.order_by("code").values_list("code", "active", "icb")
    assert list(found) == [("P91001", True, "QOP"), ("P91002", False, "QOP")]


def test_networks_and_the_practices_that_have_not_left(tmp_path: Path) -> None:
    path = tmp_path / "ePCN_2026-10.xlsx"
    path.write_bytes(workbook(PCN))
    assert load_areas(path, by=BY) == Loaded(Kind.NETWORKS, "2026-10", 1)
    one = Network.objects.get()
    assert (one.code, one.sub_icb, one.practices) == ("U12345", "01A", ["P91001", "P91002"])


def test_what_is_not_whole_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(
        tmp_path / "x.csv", *iod("2021", ("E01000001", "7", "1"), ("E01000002", "8", "1"))
    )
    load_areas(path, by=BY)
    for rows, why in (
        ([("E01000003", "7", "1")], "has 1 areas; by the census of 2021 England has 2"),
        ([("E01000003", "7", "1")] * 2, "names a lsoa twice"),
        ([("E01000003", "first", "1")], "“first” is no number from 1 to 99,999"),
    ):
        with pytest.raises(InputAtFault, match=why), acting_as(BY):
            load_areas(written(path, *iod("2021", *rows)), by=BY)
    cut = iod("2021", ("E01000003", "7", "1"))
    with pytest.raises(InputAtFault, match="line 3: It has 2 cells and is cut off"), acting_as(BY):
        load_areas(written(path, *cut, ["E01", "x"]), by=BY)
    assert set(Deprivation.objects.values_list("lsoa", flat=True)) == {"E01000001", "E01000002"}
    monkeypatch.setitem(rules.FEWEST, Kind.PRACTICES, 5_000)
    few = written(tmp_path / "epraccur.csv", practice("P91001"))
    with pytest.raises(InputAtFault, match="1 practices; the whole of it has 5,000"):
        load_areas(few, by=BY, vintage="2026-10")


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.csv", b"name,postcode\nx,y\n", "none of the files we know"),
        ("a.csv", b"", "none of the files we know"),
        ("a.zip", b"PK\x03\x04 torn", "cannot be read"),
        ("a.csv", ",".join(NEW).encode(), "does not say of when the file is"),
        ("a.xlsx", workbook({"Other": [["PCN Code"]]}), "does not say of when"),
        ("2025-08.xlsx", workbook({"Other": [["PCN Code"]]}), "no sheet “PCN Core"),
    ],
)
def test_what_is_no_official_file_is_a_sentence(
    name: str, content: bytes, why: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputAtFault, match=why):
        load_areas(path, by=BY)


@pytest.mark.parametrize(
    ("name", "given", "vintage"),
    [
        ("ONSPD_AUG_2025_UK.csv", "", "2025-08"),
        ("onspd_february_2026.csv", "", "2026-02"),
        ("epraccur-202610.csv", "", "2026-10"),
        ("ONSPD_AUG_2025_UK.csv", "2025-09", "2025-09"),
    ],
)
def test_of_when_a_file_is(name: str, given: str, vintage: str) -> None:
    assert vintage_of(name, given) == vintage


def test_a_month_that_is_none_is_a_sentence() -> None:
    with pytest.raises(InputAtFault, match="--vintage: “August” is no month"):
        vintage_of("x.csv", "August")


def test_only_curators_load(tmp_path: Path) -> None:
    somebody = Actor(
        new_id(), ActorKind.MEMBER, "Somebody", (Member(new_id(), new_id(), Role.LINK_WORKER),)
    )
    with pytest.raises(NotThere):
        load_areas(tmp_path / "x.csv", by=somebody)


def test_the_command_says_what_came_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(areas, "use_database", lambda: None)
    path = str(written(tmp_path / "ONSPD_AUG_2025_UK.csv", NEW, *NEW_ROWS))
    assert cli.main(["areas", "load", path]) == 0
    assert capsys.readouterr().out == "2 postcodes of 2025-08 are in.\n"
    assert cli.main(["areas", "load", path, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "kind": "postcodes", "vintage": "2025-08", "rows": 2,
    }  # fmt: skip
    assert cli.main(["areas", "load", str(tmp_path / "no.csv")]) == 1
    assert "cannot be read" in capsys.readouterr().err
    with acting_as(BY), connection.cursor() as cursor:
        cursor.execute("select data from journal_event where name = 'AreasLoaded'")
        told = [json.loads(data) for (data,) in cursor.fetchall()]
    assert told == [{"kind": "postcodes", "rows": 2}] * 2
