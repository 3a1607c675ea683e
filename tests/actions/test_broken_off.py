"""Whoever brings a list in may be killed at any moment: what is in stays, and whoever goes on
brings in the rest, never twice, and to the same end as if nothing had happened."""

import os
import random
import threading
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from linkwell.access.rules import operator
from linkwell.access.scope import acting_as
from linkwell.config.bench.made_up import MAPPING, made_up
from linkwell.directory import beside, importing, incoming
from linkwell.directory.actions import lists
from linkwell.directory.actions.lists import Reached, import_batch
from linkwell.directory.alone import alone_if_free, alone_with
from linkwell.directory.drafts import Draft
from linkwell.directory.importing import Report, import_sheet
from linkwell.directory.imports import ListImport
from linkwell.directory.mapping import read_mapping
from linkwell.directory.models import Service
from linkwell.directory.rules import Closing, Known, Listing, ListState
from linkwell.kernel.errors import WrongState
from linkwell.kernel.ids import new_id
from tests.killing import killed_after

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

BY = operator("tests")
KILLS = int(os.environ.get("LINKWELL_LIST_KILLS", "6"))
LINES = 100
HOW = read_mapping(MAPPING, name="bench.toml")
TABLES = read_mapping(
    'title = "Tables"\nheaders = ["Name"]\nmade_id = ["Name"]\nneeds = ["food"]\n'
    '[fields]\nname = "Name"\nhours = "Hours"\n[codes]\nstatus = "active"\n',
    name="tables.toml",
)


def bring_in(data: bytes, publisher: str, **how: Any) -> Report:
    return import_sheet(data, publisher=publisher, by=BY, mapping=HOW, **how)


def content(publisher: str) -> list[tuple[Any, ...]]:
    rows = Service.objects.filter(publisher__name=publisher)
    return sorted(rows.values_list("source_id", "name", "status", "description", "at_locations"
                                   "__location__postcode", "schedules__description"))  # fmt: skip


def imported(publisher: str) -> int:
    """How many records the journal says came in, new, changed or as before."""
    with acting_as(BY), connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(sum((data->>'created')::int + (data->>'updated')::int"
            " + (data->>'unchanged')::int), 0) from journal_event e"
            " join directory_publisher p on p.id = e.subject_id"
            " where e.name = 'ServicesImported' and p.name = %s",
            [publisher],
        )
        ((count,),) = cursor.fetchall()
        return int(count)


def test_killed_again_and_again_a_list_comes_in_once_and_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lists, "BATCH", 10)
    monkeypatch.setattr(beside, "BATCH", 10)  # a process beside the one that is killed
    data, chance = made_up(LINES), random.Random(7)
    began = time.monotonic()
    assert bring_in(data, "Untouched").tally.created == LINES
    takes = time.monotonic() - began
    under_way = 0
    for number in range(KILLS):
        publisher = f"Killed {number}"
        while killed_after(chance.uniform(0, takes), partial(bring_in, data, publisher)):
            half = Service.objects.filter(publisher__name=publisher).count()
            assert half % 10 == 0  # whole batches
            if 0 < half < LINES:
                under_way += 1
                break
        report = bring_in(data, publisher)
        row = ListImport.objects.filter(publisher=publisher).latest("made_at")
        assert (row.state, row.reached) == (ListState.CAME_IN, LINES + 1)
        assert report.tally.came_in == row.created + row.updated + row.unchanged == LINES
        assert content(publisher) == content("Untouched")
        first = ListImport.objects.filter(publisher=publisher).earliest("made_at")
        assert imported(publisher) == LINES * (1 if first.pk == row.pk else 2)
        assert not incoming.folder_of(row.pk).exists()
    assert under_way >= KILLS // 2


def broken_off(data: bytes, publisher: str, batches: int, **how: Any) -> None:
    """As if whoever brings it in were killed after so many batches."""
    left = [batches]

    def stop(*args: Any, **kwargs: Any) -> Any:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        return import_batch(*args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(importing, "import_batch", stop)
        patch.setattr(lists, "BATCH", 2)
        with pytest.raises(KeyboardInterrupt):
            import_sheet(data, publisher=publisher, by=BY, **how)


def sheet(*lines: str) -> bytes:
    return "\n".join(["Name,Hours", *lines]).encode()


def test_lines_are_told_apart_by_what_there_was_before_it_began() -> None:
    """Two lines of one name came for one that went: nobody can tell which is which, so both are
    new, also for whoever goes on after the first of them is in."""
    first = sheet("Table,Monday", "Table,Tuesday", "Other,Monday")
    newer = sheet("Other,Monday", "Table,Monday", "Table,Thursday", "Table,Friday")
    for name in ("whole", "broken"):
        import_sheet(first, publisher=name, by=BY, mapping=TABLES)
    import_sheet(newer, publisher="whole", by=BY, mapping=TABLES)
    broken_off(newer, "broken", 1, mapping=TABLES)
    import_sheet(newer, publisher="broken", by=BY, mapping=TABLES)
    broken_off(newer + b"\nA,B", "odd", 1, mapping=TABLES)
    ids = [
        sorted(Service.objects.filter(publisher__name=name).values_list("source_id", flat=True))
        for name in ("whole", "broken")
    ]
    assert ids[0] == ids[1]


def test_nothing_is_closed_before_all_of_it_is_in() -> None:
    ten = [f"Table {letter},Monday" for letter in "ABCDEFGHIJ"]
    import_sheet(sheet(*ten), publisher="x", by=BY, mapping=TABLES)
    open_now = Service.objects.filter(publisher__name="x", status="active")
    broken_off(sheet(*ten[:9]), "x", 2, mapping=TABLES, closing=Closing.IF_SURE)
    assert open_now.count() == 10
    report = import_sheet(
        sheet(*ten[:9]), publisher="x", by=BY, mapping=TABLES, closing=Closing.IF_SURE
    )
    assert (report.missing.closed, open_now.count()) == (1, 9)


def test_another_list_takes_the_place_of_one_that_was_broken_off() -> None:
    broken_off(sheet("A,B", "C,D", "E,F", "G,H", "I,J"), "x", 1, mapping=TABLES)
    half = ListImport.objects.get(publisher="x")
    assert (half.state, half.reached, half.created) == (ListState.COMING_IN, 3, 2)
    import_sheet(sheet("K,L"), publisher="x", by=BY, mapping=TABLES)
    half.refresh_from_db()
    assert (half.state, half.sentence) == (
        ListState.STOPPED,
        "It was broken off, and another list of this publisher came in instead.",
    )
    assert Service.objects.filter(publisher__name="x").count() == 3  # what is in stays in
    assert not incoming.folder_of(half.pk).exists()


def test_of_two_who_go_on_with_one_list_the_second_writes_nothing() -> None:
    broken_off(sheet("A,B", "C,D", "E,F", "G,H", "I,J"), "x", 1, mapping=TABLES)
    row = ListImport.objects.get(publisher="x")
    draft = Draft(4, "org", Listing(source_id="e", name="E", organization="E"))
    import_batch([draft], publisher="x", by=BY, behind=Reached(row.pk, 3, 5))
    again = Draft(4, "org", Listing(source_id="e2", name="E again", organization="E"))
    with pytest.raises(WrongState):
        import_batch([again], publisher="x", by=BY, behind=Reached(row.pk, 3, 5))
    assert not Service.objects.filter(name="E again").exists()


def test_one_at_a_time_brings_in_lists_of_a_publisher() -> None:
    found: list[bool] = []

    def look(publisher: str) -> None:
        with alone_if_free(publisher) as free:
            found.append(free)
        connection.close()

    with alone_with("x"):
        for publisher in ("x", "y"):
            thread = threading.Thread(target=look, args=(publisher,))
            thread.start()
            thread.join()
    thread = threading.Thread(target=look, args=("x",))
    thread.start()
    thread.join()
    assert found == [False, True, True]


def test_a_fault_of_ours_stops_the_list_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(importing, "import_batch", broken)
    with pytest.raises(ZeroDivisionError):
        import_sheet(sheet("A,B"), publisher="x", by=BY, mapping=TABLES)
    row = ListImport.objects.get()
    assert row.state == ListState.STOPPED
    assert row.sentence.startswith("Something of ours went wrong at line 1.")


def test_what_is_kept_on_the_way_in_is_whole_or_not_there(tmp_path: Path) -> None:
    import_id = new_id()
    known = (Known("a", "A", "", is_open=True, listed=True),)
    assert incoming.known_before(import_id) is None
    incoming.keep_known(import_id, known)
    assert incoming.known_before(import_id) == known
    folder = incoming.folder_of(import_id)
    assert folder.is_relative_to(settings.HOME)
    assert folder.stat().st_mode & 0o077 == 0
    os.utime(folder, (0, 0))
    from linkwell.kernel import clock

    assert import_id in incoming.forget_old(clock.now())
    assert incoming.kept(import_id, incoming.KNOWN) is None
