"""A curator brings a list: a file or an address, what its columns say, what it would be, one press,
and what became of each record. THREATS: nothing of the file is trusted."""

import json
import os
import re
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from linkwell.directory import going_on, incoming
from linkwell.directory.actions import lists
from linkwell.directory.actions.providing import change_entry
from linkwell.directory.edits import EditField
from linkwell.directory.going_on import go_on, take_up
from linkwell.directory.imports import ListImport, ListMapping
from linkwell.directory.models import Service
from linkwell.directory.rules import ListState
from linkwell.kernel import clock
from linkwell.tables.writing import writing
from tests import saying, town
from tests.bringing import SHEET, brought_in, waiting
from tests.feed_server import Asked, Sent, as_json, page_3, serving, whole
from tests.feeds import hsds3
from tests.pages.people import client_of
from tests.workbooks import workbook

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

SHEETS = Path(__file__).parents[1] / "sheets"


@pytest.fixture(autouse=True)
def the_town() -> None:
    town.fill()


@pytest.fixture
def ruth() -> Client:
    return client_of("ruth", town.person_ids())


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def send(client: Client, data: bytes | None, name: str = "oak.csv", **said: str) -> Any:
    form = {"publisher": "Oak list", "address": "", "closing": "nothing", **said}
    files = {} if data is None else {"file": SimpleUploadedFile(name, data)}
    return client.post(reverse("list-new"), {**form, **files}, follow=True)


def row() -> ListImport:
    return ListImport.objects.latest("made_at")


def said(fields: Sequence[str], **more: str) -> dict[str, str]:
    """What is chosen for each column."""
    return {**{f"column-{n}": one for n, one in enumerate(fields)}, **more}


def brought() -> int:
    """How many lists Ruth has brought; the town has one of its own."""
    return ListImport.objects.exclude(brought_by="demo").count()


def press(client: Client, name: str, **form: str) -> Any:
    return client.post(reverse(name, args=[row().pk]), form, follow=True)


def choices(page: str) -> dict[str, str]:
    """What each column of the form is now: heading -> field."""
    boxes = re.findall(
        r'<label class="nhsuk-label" for="id_(column-\d+)">\s*(.*?)\s*</label>'
        r".*?<select(.*?)</select>",
        page,
        re.DOTALL,
    )
    found = {}
    for _name, heading, options in boxes:
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[unescape(heading)] = chosen.group(1) if chosen else ""
    return found


def bring_it_in(client: Client) -> None:
    press(client, "list-bring")
    assert row().state == ListState.COMING_IN
    go_on(row().pk)


def test_a_sheet_that_nobody_knows_is_asked_about_shown_and_brought_in(ruth: Client) -> None:
    asked = send(ruth, SHEET.encode())
    assert asked.redirect_chain[-1][0] == reverse("list-columns", args=[row().pk])
    assert choices(asked.content.decode()) == {
        "Group": "name", "What happens": "description", "When": "hours", "Where": "address",
        "Postcode": "postcode", "Website": "url", "Free?": "free",
    }  # fmt: skip
    assert "“The long table”, “Chair yoga”" in text(asked)
    fields = ("name", "description", "hours", "address", "postcode", "url", "free")
    words = press(ruth, "list-columns", **said(fields, needs="money"))
    assert "“Yes”" in text(words)
    preview = press(ruth, "list-words", **{"free-0": "yes", "free-1": "no"})
    told = text(preview)
    assert "3 records would come in, 1 would not, 1 has no known place" in told
    assert "Line 4: It has no name" in told
    assert "Lunch for anyone who is lonely" in told
    assert "Thursday 12pm - 2pm" in told
    assert not Service.objects.filter(name="Chair yoga").exists()  # nothing came in yet
    bring_it_in(ruth)
    report = ruth.get(reverse("list", args=[row().pk]))
    assert "Oak list Is in" in text(report)
    assert "Did not come in (1)" in text(report)
    assert "Came in without a place (1)" in text(report)
    yoga = Service.objects.get(name="Chair yoga")
    assert (yoga.free, yoga.publisher.name) == (False, "Oak list")
    needs = yoga.attributes.values_list("need", "known_by")
    assert ("money", "declared") in needs
    assert ("activity", "inferred") in needs
    assert not incoming.folder_of(row().pk).exists()


def test_the_next_list_of_the_publisher_is_read_the_same_way_and_can_be_changed(
    ruth: Client,
) -> None:
    test_a_sheet_that_nobody_knows_is_asked_about_shown_and_brought_in(ruth)
    newer = SHEET.replace("Chair yoga", "Floor yoga")
    preview = send(ruth, newer.encode())
    assert "Its columns are read as “Oak list” says" in text(preview)
    assert "It leaves out 1 group of an earlier list." in text(preview)
    assert ListMapping.objects.count() == 1
    asked = ruth.get(reverse("list-columns", args=[row().pk]))
    assert choices(asked.content.decode())["Where"] == "address"
    told = text(press(ruth, "list-columns", **{"column-0": "name", "column-4": "postcode"}))
    assert "Lunch for anyone" not in told
    assert sorted(ListMapping.objects.get().spec["fields"]) == ["name", "postcode"]


def test_a_heading_that_is_known_is_not_asked_about(ruth: Client) -> None:
    data = (SHEETS / "food_banks.csv").read_bytes()
    told = text(send(ruth, data, publisher="Oakmere Food Association"))
    assert "8 records would come in, 2 would not" in told
    assert "Tidewater Kitchen" in told


def test_columns_without_a_name_are_asked_for_again(ruth: Client) -> None:
    send(ruth, SHEET.encode())
    again = press(ruth, "list-columns", **{"column-4": "postcode"})
    assert "Say in which column the name of each group is" in text(again)
    assert row().spec is None


def test_a_workbook_and_a_feed_come_in_alike(ruth: Client) -> None:
    rows = [line.split(",")[:5] for line in SHEET.splitlines()[:3]]
    asked = send(ruth, workbook({"Groups": rows}), "oak.xlsx")
    assert choices(asked.content.decode())["Postcode"] == "postcode"
    told = text(send(ruth, json.dumps([hsds3()]).encode(), "feed.json"))
    assert "It is being fetched and read" in told
    go_on(row().pk)
    told = text(ruth.get(reverse("list", args=[row().pk])))
    assert "1 record would come in, 1 names somebody, who is left out" in told
    assert "Tidewater Singers" in told
    assert "Bernadette" not in told
    bring_it_in(ruth)
    assert row().created == 1


def test_a_list_comes_from_its_address_and_again(ruth: Client, settings: Any) -> None:
    settings.FEED_ALLOW_LOOPBACK = True
    with serving(lambda asked: whole(SHEET.encode())) as server:
        told = text(send(ruth, None, address=server.url("/list.csv?key=s3cret")))
        assert "It is being fetched and read" in told
        assert "s3cret" not in told
        go_on(row().pk)
        assert row().state == ListState.WAITING
        asked = ruth.get(reverse("list", args=[row().pk]), follow=True)
        fields = {f"column-{n}": one for n, one in enumerate(("name", "description"))}
        press(ruth, "list-columns", **fields)
        bring_it_in(ruth)
        press(ruth, "list-again")
        go_on(row().pk)
        told = text(ruth.get(reverse("list", args=[row().pk])))
    assert "Its columns are read as “Oak list” says" in told
    assert brought() == 2
    assert "s3cret" not in asked.content.decode()


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/x", "http://169.254.169.254/latest", "file:///etc/passwd"]
)
def test_an_address_that_is_not_public_is_refused_on_the_form(ruth: Client, address: str) -> None:
    told = text(send(ruth, None, address=address))
    assert "1 thing to mend" in told.lower() or "one thing to mend" in told.lower()
    assert brought() == 0


def test_where_a_group_says_otherwise_its_word_stands_and_the_report_leads_there(
    ruth: Client,
) -> None:
    brought_in("Oak list")
    yoga = Service.objects.get(name="Chair yoga")
    change_entry({EditField.HOURS: "Tuesday 10am - 11am"}, by=saying.group(yoga.pk))
    newer = SHEET.replace("Monday 10am - 11am", "Wednesday 10am - 11am")
    send(ruth, newer.encode(), publisher="Oak list")
    brought = brought_in("Oak list", newer)
    assert brought.conflicts == 1
    (hours,) = Service.objects.get(name="Chair yoga").schedules.values_list(
        "description", flat=True
    )
    assert hours == "Tuesday 10am - 11am"
    report = ruth.get(reverse("list", args=[brought.pk]))
    assert "A group says otherwise (1)" in text(report)
    assert reverse("entries-waiting") in report.content.decode()


def test_pressing_twice_brings_it_once_and_a_second_list_waits(ruth: Client) -> None:
    data = (SHEETS / "food_banks.csv").read_bytes()
    send(ruth, data)
    send(ruth, data)
    assert brought() == 1
    press(ruth, "list-bring")
    assert "cannot be begun" in text(press(ruth, "list-bring"))
    send(ruth, data + b"\n")
    assert "Another list of this publisher is coming in" in text(press(ruth, "list-bring"))
    assert ProcrastinateJob.objects.filter(task_name="list").count() == 1


def test_what_is_put_away_or_stopped_comes_in_no_further(ruth: Client) -> None:
    send(ruth, SHEET.encode())
    told = text(press(ruth, "list-away"))
    assert "Oak list Stopped" in told
    assert "Put away by" in told
    assert not incoming.folder_of(row().pk).exists()
    assert "not here any more" in text(press(ruth, "list-bring"))


def test_a_worker_takes_up_what_was_left_and_removes_what_nobody_decides_about() -> None:
    left = waiting("Left")
    os.utime(incoming.folder_of(left.pk), (0, 0))
    take_up(clock.now())
    left.refresh_from_db()
    assert (left.state, left.sentence) == (
        ListState.STOPPED,
        "Nobody decided about it for a week, and the file was removed.",
    )
    under_way = brought_in("Oak")
    with connection.cursor() as cursor:
        cursor.execute(
            "update directory_listimport set state = 'coming_in', ended_at = null where id = %s",
            [under_way.pk],
        )
    take_up(clock.now())
    take_up(clock.now())  # nobody is woken twice
    assert ProcrastinateJob.objects.filter(task_name="list").count() == 1
    go_on(under_way.pk)  # its file is not here any more
    under_way.refresh_from_db()
    assert (under_way.state, under_way.sentence) == (
        ListState.STOPPED, "Its file is not here any more. Bring it again",
    )  # fmt: skip


def test_a_worker_that_is_told_to_stop_puts_the_list_down_and_the_next_goes_on(
    ruth: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "BATCH", 2)
    send(ruth, (SHEETS / "food_banks.csv").read_bytes())
    press(ruth, "list-bring")
    asked = iter([False, True])
    going_on.go_on(row().pk, told_to_stop=lambda: next(asked))
    assert (row().state, row().created) == (ListState.COMING_IN, 2)
    told = text(ruth.get(reverse("list", args=[row().pk])))
    assert "2 of 8 are in" in told
    going_on.go_on(row().pk)
    assert (row().state, row().created) == (ListState.CAME_IN, 8)


def test_what_has_changed_is_shown_as_no_more_than_that(ruth: Client, settings: Any) -> None:
    settings.FEED_ALLOW_LOOPBACK = True
    both = [hsds3(id=f"6a0f7d3e-4a54-4a4c-8a39-6c7d0f1b000{n}") for n in (1, 2)]

    def answer(asked: Asked) -> Sent:
        return as_json(page_3([] if "modified_after" in asked.path else both, 1, 1))

    with serving(answer) as server:
        send(ruth, None, address=server.url("/services"))
        go_on(row().pk)
        bring_it_in(ruth)
        press(ruth, "list-again")
        go_on(row().pk)
    told = text(ruth.get(reverse("list", args=[row().pk])))
    assert "0 records would come in It has what changed since" in told
    assert "Bring it in" not in told
    assert "leaves out 2" not in told


def test_an_empty_page_teaches(ruth: Client) -> None:
    with writing():
        ListImport.objects.all().delete()
    assert "No list has come in yet" in text(ruth.get(reverse("lists")))
    assert "Lists that come in" in text(ruth.get(reverse("entries-waiting")))
    nadia = client_of("nadia", town.person_ids())
    assert "Lists that come in" not in text(nadia.get(reverse("entries-waiting")))
