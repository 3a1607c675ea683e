"""What stands at an address comes in as from a file: sheets, workbooks, zips of tables. A feed that
was broken off is not asked again for what came; later it is asked for what has changed."""

import io
import json
import random
import time
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine

from linkwell.access.rules import operator
from linkwell.directory import incoming, remote
from linkwell.directory.actions import lists
from linkwell.directory.feeds import Format
from linkwell.directory.fetching import Answer, Fetcher, Limits
from linkwell.directory.importing import Report
from linkwell.directory.imports import ListImport
from linkwell.directory.mapping import read_mapping
from linkwell.directory.models import FetchedFeed, Service
from linkwell.directory.remote import import_from_address
from linkwell.directory.rules import Closing, ListState
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault
from tests.feed_server import Asked, Sent, Server, as_json, page_3, serving, whole
from tests.feeds import CHOIR, hsds3
from tests.killing import killed_after
from tests.workbooks import workbook

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

BY = operator()
KILLS = 10
ONE = "0c1f0d52-94c5-4a0e-9d0a-6f2b8f0f5d11"
NOVEMBER = "2026-11-02 12:00"
TABLES = read_mapping(
    'title = "Tables"\nheaders = ["Name"]\nmade_id = ["Name"]\nneeds = ["food"]\n'
    '[fields]\nname = "Name"\npostcode = "Postcode"\n[codes]\nstatus = "active"\n',
    name="tables.toml",
)
SHEET = b"Name,Postcode\nThe long table,M33 7BZ\nA choir,M33 7BZ\n,\nNobody,nowhere\n"


def get(**limits: Any) -> Callable[..., Answer]:
    return Fetcher(Limits(**{"pause": 0, "longest_wait": 0, **limits}), or_loopback=True).get


def bring_in(server: Server, path: str, **how: Any) -> Report:
    return import_from_address(
        server.url(path), how.pop("format", Format.AUTO), how.pop("get", get()),
        publisher=how.pop("publisher", "A council"), by=BY, **how,
    )  # fmt: skip


def zipped(**files: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(f"{name}.csv", text)
    return packed.getvalue()


def test_a_sheet_comes_in_from_its_address() -> None:
    with serving(lambda asked: whole(SHEET)) as server:
        report = bring_in(server, "/our/list.csv?key=s3cret", mapping=TABLES)
    assert report.tally.created == 3
    assert [one.line for one in report.no_place] == [5]
    row = ListImport.objects.get()
    assert (row.state, row.mapping) == (ListState.CAME_IN, "tables.toml")
    assert row.source == server.url("/our/list.csv")
    assert "s3cret" not in json.dumps(list(ListImport.objects.values()), default=str)
    assert not incoming.folder_of(row.pk).exists()


def test_a_workbook_and_a_zip_of_tables_come_in_from_their_address() -> None:
    rows = [["Name", "Postcode"], ["The long table", "M33 7BZ"]]
    with serving(lambda asked: whole(workbook({"Tables": rows}))) as server:
        assert bring_in(server, "/list.xlsx", mapping=TABLES).tally.created == 1
    tables = zipped(
        services=f"id,organization_id,name,status\n{CHOIR},{ONE},A choir,active\n",
        organizations=f"id,name,description\n{ONE},Singers,We sing\n",
    )
    with serving(lambda asked: whole(tables)) as server:
        assert bring_in(server, "/list.zip").tally.created == 1


def test_a_sheet_that_fits_no_mapping_is_told_and_writes_nothing() -> None:
    with serving(lambda asked: whole(SHEET)) as server, pytest.raises(InputAtFault) as fault:
        bring_in(server, "/list.csv")
    assert "No mapping fits the heading" in fault.value.sentence
    row = ListImport.objects.get()
    assert (row.state, row.sentence) == (ListState.STOPPED, fault.value.sentence)
    assert Service.objects.count() == 0


def test_a_sheet_that_says_it_is_still_the_same_is_not_read_again() -> None:
    def answer(asked: Asked) -> Sent:
        if asked.headers.get("if-none-match") == '"1"':
            return whole(b"", "304 Not Modified")
        return whole(SHEET, ETag='"1"')

    with serving(answer) as server:
        assert bring_in(server, "/list.csv", mapping=TABLES).tally.created == 3
        again = bring_in(server, "/list.csv", mapping=TABLES)
    assert (again.tally.unchanged, again.mapping) == (
        3, "the feed’s own word that it has not changed",
    )  # fmt: skip
    assert server.connections == 2


HOSTILE = {
    "cells": b"Name," + b"," * 200 + b"\n" + (b"x" + b"," * 201 + b"\n") * 40_000,
    "zip that swells": zipped(services="id,name\n" + "a" * 60_000_000),
    "tables of commas": zipped(services="id,name\n" + "," * 2_000_000),
    "zip of nothing": zipped(other="x"),
    "half a workbook": b"PK\x03\x04[Content_Types].xml",
    "page of the web": b"<!doctype html><title>Sign in</title>",
    "PDF": b"%PDF-1.4, a list",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_file_that_would_fill_the_machine_or_is_none_is_refused_in_a_sentence(what: str) -> None:
    with serving(lambda asked: whole(HOSTILE[what])) as server, pytest.raises(InputAtFault) as why:
        bring_in(server, "/list", mapping=TABLES)
    assert 10 < len(why.value.sentence) < 400
    assert Service.objects.count() == 0
    row = ListImport.objects.get()
    assert row.state == ListState.STOPPED
    assert not incoming.folder_of(row.pk).exists()


def test_tables_that_name_each_other_without_end_are_refused() -> None:
    many = "\n".join(f"s{n},o1,Choir {n},active" for n in range(400))
    links = "\n".join(f"l{n},o1" for n in range(400))
    tables = zipped(
        services=f"id,organization_id,name,status\n{many}\n",
        organizations="id,name,description\no1,Singers,We sing\n",
        phones=f"id,organization_id\n{links}\n",
    )
    with serving(lambda asked: whole(tables)) as server, pytest.raises(InputAtFault) as why:
        bring_in(server, "/list.zip")
    assert "name each other more than 60,000 times" in why.value.sentence


# A feed that is broken off


def ours(number: int, **said: Any) -> dict[str, Any]:
    return hsds3(id=f"6a0f7d3e-4a54-4a4c-8a39-6c7d0f1b{number:04}", name=f"Choir {number}", **said)


class Feed:
    """Six pages; `fails_at` a page, once; `edition` changes what it says."""

    def __init__(self, *, tags: bool = True) -> None:
        self.fails_at, self.edition, self.tags = 0, 1, tags

    def __call__(self, asked: Asked) -> Sent:
        tag = f'"{self.edition}"'
        if self.tags and asked.headers.get("if-none-match") == tag:
            return whole(b"", "304 Not Modified")
        if asked.page == self.fails_at:
            raise OSError  # the line is cut
        one = ours(asked.page, description=f"Edition {self.edition}")
        return as_json(page_3([one], asked.page, 6), **({"ETag": tag} if self.tags else {}))


class Killed(BaseException):
    pass


def broken_off(server: Server, at: int) -> None:
    """As if whoever fetches it were killed before that page."""
    asks = get()

    def killed(url: str, version: Any) -> Answer:
        if f"page={at}" in url:
            raise Killed
        return asks(url, version)

    with pytest.raises(Killed):
        bring_in(server, "/services?key=s3cret", get=killed)


def pages(server: Server) -> list[int]:
    return [asked.page for asked in server.asked]


@pytest.mark.parametrize("tags", [True, False])
def test_whoever_goes_on_asks_for_no_page_twice_but_the_first(tags: bool) -> None:
    with serving(Feed(tags=tags)) as server:
        broken_off(server, 5)
        assert pages(server) == [1, 2, 3, 4]
        server.asked.clear()
        assert bring_in(server, "/services?key=s3cret").tally.created == 6
        assert pages(server) == [1, 5, 6]
    row = ListImport.objects.get()  # the same one
    assert row.state == ListState.CAME_IN
    assert not incoming.folder_of(row.pk).exists()


def test_what_is_kept_meanwhile_tells_no_key() -> None:
    with serving(Feed()) as server:
        broken_off(server, 3)
    folder = incoming.folder_of(ListImport.objects.get().pk)
    kept = [file.read_bytes() for file in folder.iterdir()]
    assert len(kept) == 2
    assert not any(b"s3cret" in data for data in kept)


def test_a_feed_that_has_changed_meanwhile_is_read_anew() -> None:
    feed = Feed()
    with serving(feed) as server:
        broken_off(server, 5)
        feed.edition = 2
        server.asked.clear()
        bring_in(server, "/services?key=s3cret")
        assert pages(server) == [1, 2, 3, 4, 5, 6]
    assert set(Service.objects.values_list("description", flat=True)) == {"Edition 2"}


def test_once_all_is_fetched_nobody_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*args: Any, **kwargs: Any) -> None:
        raise Killed

    with serving(Feed()) as server:
        with monkeypatch.context() as patch:
            patch.setattr(remote, "bring_in", killed)
            with pytest.raises(Killed):
                bring_in(server, "/services")
        asked = server.connections
        assert bring_in(server, "/services").tally.created == 6
        assert server.connections == asked
    assert FetchedFeed.objects.count() == 1


def test_really_killed_again_and_again_a_feed_comes_in_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lists, "BATCH", 2)
    chance = random.Random(3)
    killed = 0
    with serving(Feed()) as server:
        began = time.monotonic()
        bring_in(server, "/services", publisher="Untouched")
        takes = time.monotonic() - began
        for number in range(KILLS):
            publisher = f"Killed {number}"
            work = partial(bring_in, server, "/services", publisher=publisher)
            killed += killed_after(chance.uniform(0, takes), work)
            work()
            rows = ListImport.objects.filter(publisher=publisher)
            assert rows.filter(state=ListState.CAME_IN, created=6).count() == 1
            assert rows.exclude(state=ListState.CAME_IN).count() == 0
            assert Service.objects.filter(publisher__name=publisher).count() == 6
            assert not incoming.folder_of(rows.latest("made_at").pk).exists()
    assert killed >= KILLS // 2


def test_what_is_kept_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incoming, "MOST_KEPT", 3_000)
    with serving(Feed()) as server:
        broken_off(server, 5)
        assert incoming.bytes_kept(ListImport.objects.get().pk) < 6_000
        assert bring_in(server, "/services?key=s3cret").tally.created == 6


# What has changed


class Changing:
    """A feed that tells when each record changed, and heeds `modified_after`, or does not."""

    def __init__(self, *, heeds: bool = True, knows: bool = True) -> None:
        self.heeds, self.knows = heeds, knows
        self.changed = dict.fromkeys(range(1, 6), clock.now() - timedelta(days=100))

    def __call__(self, asked: Asked) -> Sent:
        since = parse_qs(urlsplit(asked.path).query).get("modified_after")
        if since and not self.knows:
            return whole(b"", "400 Bad Request")
        after = datetime.fromisoformat(since[0]) if since and self.heeds else None
        told = [
            ours(n, last_modified=at.isoformat(), description=f"Of {at.date()}")
            for n, at in self.changed.items()
            if after is None or at >= after
        ]
        return as_json(page_3(told, 1, 1))


def asked_since(server: Server) -> list[bool]:
    return ["modified_after" in asked.path for asked in server.asked]


def test_a_feed_that_can_is_asked_for_what_has_changed() -> None:
    with (
        time_machine.travel(NOVEMBER) as clock_,
        serving(Changing()) as server,
    ):
        bring_in(server, "/services")
        clock_.shift(timedelta(days=1))
        report = bring_in(server, "/services")
        assert (report.tally.came_in, report.missing.services) == (0, ())
        assert asked_since(server) == [False, True]
        assert ListImport.objects.latest("made_at").whole is False


def test_changes_come_in_and_nothing_else_counts_as_missing() -> None:
    with time_machine.travel(NOVEMBER) as clock_:
        feed = Changing()
        with serving(feed) as server:
            bring_in(server, "/services")
            clock_.shift(timedelta(days=1))
            feed.changed[3] = clock.now()
            report = bring_in(server, "/services")
            assert (report.tally.updated, report.tally.came_in) == (1, 1)
            assert report.missing.services == ()
            feed.changed.pop(5)
            clock_.shift(timedelta(hours=1))
            assert bring_in(server, "/services").missing.services == ()
            # Before anything may be closed, all of it is read.
            report = bring_in(server, "/services", closing=Closing.IF_SURE)
            assert report.missing.closed == 1
            assert asked_since(server) == [False, True, True, False]


def test_once_a_week_all_of_it_is_read() -> None:
    with time_machine.travel(NOVEMBER) as clock_, serving(Changing()) as server:
        for _ in range(10):
            bring_in(server, "/services")
            clock_.shift(timedelta(days=1))
    assert asked_since(server) == [False, *[True] * 6, False, True, True]


def test_a_feed_that_does_not_heed_it_is_noticed_and_read_whole_all_week() -> None:
    with time_machine.travel(NOVEMBER) as clock_:
        feed = Changing(heeds=False)
        with serving(feed) as server:
            bring_in(server, "/services")
            clock_.shift(timedelta(days=1))
            feed.changed.pop(5)
            report = bring_in(server, "/services")
            assert len(report.missing.services) == 1  # all of it was answered
            clock_.shift(timedelta(days=1))
            bring_in(server, "/services")
    assert asked_since(server) == [False, True, False]


def test_a_feed_that_refuses_the_question_is_read_whole() -> None:
    with time_machine.travel(NOVEMBER) as clock_, serving(Changing(knows=False)) as server:
        bring_in(server, "/services")
        clock_.shift(timedelta(days=1))
        assert bring_in(server, "/services").tally.unchanged == 5
    assert asked_since(server) == [False, True, False]
