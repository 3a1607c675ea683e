"""A bomb or a slow feed ends in 15 s under 300 MB, with the limits that hold. T12.

Each is read by a process of its own. One here, all by `make bars ONLY=fetching`
(LINKWELL_FETCHING=1), which takes two minutes.
"""

import io
import json
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.feed_server import Asked, Sent, as_json, gzip_bomb, head, serving, whole
from tests.feeds import hsds3
from tests.workbooks import workbook

pytestmark = pytest.mark.security

ALL = os.environ.get("LINKWELL_FETCHING") == "1"
ROOT = Path(__file__).parents[2]
MB = 1024 * 1024


def cost(url: str) -> dict[str, Any]:
    run = subprocess.run(
        [sys.executable, "-m", "tests.security.fetch_cost", url],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(json.loads(run.stdout.splitlines()[-1]))


def packed(megabytes: int, of: bytes) -> Callable[[Asked], Sent]:
    return lambda asked: whole(gzip_bomb(megabytes, of), Content_Encoding="gzip")


def drip(asked: Asked) -> Iterator[bytes]:
    yield head()
    while True:
        time.sleep(0.2)
        yield b" "


def endless(asked: Asked) -> Iterator[bytes]:
    yield head() + b"["
    while True:
        yield b'{"id": "1"},' * 5_000


def no_last_page(asked: Asked) -> Sent:
    return as_json({"contents": [{"id": str(asked.page)}], "last_page": False})


def pages_of_bombs(asked: Asked) -> Sent:
    """Each page within the limits of a page."""
    page = {"contents": [{"id": str(asked.page), "x": [{}] * 300_000}], "last_page": False}
    return as_json(page)


def large_services(asked: Asked) -> Sent:
    """A directory as large as may be, of services that come in."""
    own_id = f"6a0f7d3e-4a54-4a4c-8a39-6c7d0f1b{asked.page:04}"
    service = hsds3(id=own_id, description="x" * (14 * MB) + "🧡")
    return as_json({"contents": [service], "last_page": False})


def like(one: bytes, megabytes: int = 15) -> Callable[[Asked], Sent]:
    """A list of nothing but this, as long as an answer may be."""
    count = megabytes * MB // len(one)
    return lambda asked: whole(b"[" + one * count + one.rstrip(b",") + b"]")


def zipped(**tables: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in tables.items():
            archive.writestr(f"{name}.csv", text)
    return packed.getvalue()


@cache
def tables_that_name_each_other() -> bytes:
    many = "\n".join(f"s{n},o1,Choir {n},active" for n in range(500))
    return zipped(
        services=f"id,organization_id,name,status\n{many}\n",
        organizations="id,name,description\no1,Singers,We sing\n",
        phones="id,organization_id\n" + "\n".join(f"l{n},o1" for n in range(700)),
    )


@cache
def tables_of_empty_cells(rows: int) -> bytes:
    return zipped(services="id,name\n" + ",\n" * rows)


@cache
def workbook_of_cells(rows: int) -> bytes:
    sheet = ["Name", *(f"c{n}" for n in range(99))]
    return workbook({"x": [sheet, *([f"n{n}", *"x" * 98, "y"] for n in range(rows))]})


def sheet_of_empty_cells(rows: int) -> bytes:
    heading = ",".join(["Name", *(f"c{n}" for n in range(250))])
    return f"{heading}\n".encode() + (b"x" + b"," * 250 + b"\n") * rows


QUICK: dict[str, Callable[[Asked], Sent]] = {"a gzip bomb": packed(300, b" ")}
SLOW: dict[str, Callable[[Asked], Sent]] = {
    "a list of empty objects": like(b"{},"),
    "a sheet of empty cells": lambda asked: whole(sheet_of_empty_cells(60_000)),
    "tables that name each other": lambda asked: whole(tables_that_name_each_other()),
    "a long text in the widest letters": lambda asked: whole(
        b'[{"name": "' + b"x" * 15 * MB + "🧡".encode() + b'"}]'
    ),
    "a gzip bomb of lists": packed(50, b"[[[["),
    "a sheet just short of too many cells": lambda asked: whole(sheet_of_empty_cells(1_900)),
    "a workbook just short of too many cells": lambda asked: whole(workbook_of_cells(1_400)),
    "tables of empty cells": lambda asked: whole(tables_of_empty_cells(19_000_000)),
    "tables just short of too many cells": lambda asked: whole(tables_of_empty_cells(240_000)),
    "a list of small objects": like(b'{"":0},'),
    "a list of lists": like(b"[[[[[]]]]],"),
    "a list just short of too many": like(b'{"a":{"b":{"c":{}}}},', 2),
    "a service just short of too many": lambda asked: whole(
        b'[{"x": [' + b'{"a":{"b":{"c":{}}}},' * 99_000 + b"0]}]"
    ),
    "a list of texts": like(b'"",'),
    "a list of numbers": like(b"1" * 4_000 + b","),
    "nested": lambda asked: whole(b"[" * (15 * MB)),
    "lines of next to nothing": lambda asked: whole(b"1\n" * (7 * MB)),
    "lines": lambda asked: whole(b"{}\n" * (5 * MB)),
    "pages of bombs": pages_of_bombs,
    "large services": large_services,
    "a slow drip": drip,
    "an endless list": endless,
    "a list without a last page": no_last_page,
}


@pytest.mark.parametrize("what", [*QUICK, *SLOW] if ALL else QUICK)
def test_it_ends_in_15_seconds_under_300_mb(what: str) -> None:
    answer = (QUICK | SLOW)[what]
    answer(Asked("", 1, {}))  # what it packs is packed before anybody waits
    with serving(answer) as server:
        found = cost(server.url("/list" if what != "pages of bombs" else "/services"))
    print(f"{what}: {found['seconds']:.1f} s, {found['megabytes']:.0f} MB: {found['told'][:150]}")
    assert found["seconds"] < 15
    assert found["megabytes"] < 300
