"""A publisher's feed comes in from its address: all of its pages or nothing, and only if it has
changed."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from linkwell.access.rules import operator
from linkwell.config import cli
from linkwell.config.commands import directory
from linkwell.directory.feeds import Format, records_in
from linkwell.directory.fetching import Fetcher, Limits
from linkwell.directory.importing import Report, import_feed
from linkwell.directory.models import FetchedFeed, Service
from linkwell.directory.remote import import_from_address
from linkwell.directory.rules import Closing
from linkwell.kernel.errors import InputAtFault
from tests.feed_server import Asked, Sent, Server, as_json, page_1, page_3, serving, whole
from tests.feeds import hsds3, oruk1

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
SIZE, PAGES = 2, 3


def ours(number: int) -> dict[str, Any]:
    return hsds3(id=f"6a0f7d3e-4a54-4a4c-8a39-6c7d0f1b{number:04}", name=f"Choir {number}")


def old(number: int) -> dict[str, Any]:
    return oruk1(id=f"choir-{number}", name=f"Choir {number}")


def paged(
    of: Callable[[int], Any], envelope: Callable[..., Any], total: int = PAGES, base: int = 1
) -> Callable[[Asked], Sent]:
    def answer(asked: Asked) -> Sent:
        page = asked.page if "page=" in asked.path else base
        first = (page - base) * SIZE
        return as_json(envelope([of(first + n) for n in range(SIZE)], page, total))

    return answer


def bring_in(server: Server, path: str = "/services", **how: Any) -> Report:
    get = Fetcher(Limits(pause=0, longest_wait=0), or_loopback=True).get
    format = how.pop("format", Format.AUTO)
    return import_from_address(
        server.url(path), format, get, publisher="A council", by=operator(), **how
    )


def fault(server: Server, path: str = "/services") -> str:
    with pytest.raises(InputAtFault) as raised:
        bring_in(server, path)
    assert Service.objects.count() == 0
    return raised.value.sentence


@pytest.mark.parametrize(
    ("of", "envelope", "format"),
    [(ours, page_3, Format.AUTO), (ours, page_3, Format.HSDS3), (ours, page_3, Format.ORUK3),
     (old, page_1, Format.AUTO), (old, page_1, Format.ORUK1)],
)  # fmt: skip
def test_every_page_of_a_feed_comes_in(of: Any, envelope: Any, format: Format) -> None:
    with serving(paged(of, envelope)) as server:
        report = bring_in(server, "/services?key=x&page=1", format=format)
    assert (report.tally.created, report.refused) == (SIZE * PAGES, ())
    assert [asked.path for asked in server.asked] == [
        "/services?key=x&page=1", "/services?key=x&page=2", "/services?key=x&page=3",
    ]  # fmt: skip


def test_a_feed_that_counts_its_pages_from_nought_comes_in_whole() -> None:
    with serving(paged(old, page_1, base=0)) as server:
        assert bring_in(server).tally.created == SIZE * PAGES
    assert [asked.path for asked in server.asked][1:] == ["/services?page=1", "/services?page=2"]


@pytest.mark.parametrize(
    "body",
    [json.dumps([ours(1), old(2)]), json.dumps(ours(1)) + "\n" + json.dumps(old(2)) + "\n",
     "\ufeff" + json.dumps({"services": [ours(1), old(2)]})],
)  # fmt: skip
def test_a_whole_list_comes_in_at_once(body: str) -> None:
    with serving(lambda asked: whole(body.encode())) as server:
        assert bring_in(server, "/our/list.json").tally.created == 2
    assert server.connections == 1


def test_the_list_is_found_from_the_front_door() -> None:
    def answer(asked: Asked) -> Sent:
        if asked.path == "/feed":
            return as_json({"version": "HSDS-3.0", "openapi_url": "https://a.example/x"})
        return as_json([ours(1)]) if asked.path == "/feed/services" else whole(b"", "404 None")

    with serving(answer) as server:
        assert bring_in(server, "/feed").tally.created == 1


def test_an_address_with_nothing_there_is_told() -> None:
    with serving(lambda asked: whole(b"", "404 None")) as server:
        assert "/elsewhere/services, page 1: There is nothing there (404)" in fault(
            server, "/elsewhere"
        )


def short(of: Callable[[int], Any], gone: tuple[str, ...] = ()) -> Callable[[Asked], Sent]:
    """A list that tells names only; each service stands at an address of its own."""

    def answer(asked: Asked) -> Sent:
        if asked.path.startswith("/services/"):
            own_id = asked.path.rsplit("/", 1)[1]
            if own_id in gone:
                return whole(b"", "404 Not Found")
            return as_json(next(of(n) for n in range(9) if of(n)["id"] == own_id))
        first = (asked.page - 1) * SIZE
        few = [{key: of(first + n)[key] for key in ("id", "name", "status", "organization")}
               for n in range(SIZE)]  # fmt: skip
        return as_json(page_3(few, asked.page, 2))

    return answer


def test_a_short_list_is_completed_service_by_service() -> None:
    with serving(short(ours)) as server:
        assert bring_in(server).tally.created == 4
    assert [len(asked.path) > 20 for asked in server.asked] == [False, True, True] * 2
    assert Service.objects.get(name="Choir 3").at_locations.count() == 2


def test_a_service_that_went_meanwhile_is_left_out_and_no_other() -> None:
    with serving(short(ours, gone=(ours(2)["id"],))) as server:
        assert bring_in(server).tally.created == 3


def test_a_list_without_more_to_it_comes_in_as_it_is() -> None:
    with serving(short(ours, gone=(ours(0)["id"],))) as server:
        assert bring_in(server).tally.created == 4
    assert server.connections == 3  # two pages, and one question in vain


@pytest.mark.parametrize(
    ("broken", "told"),
    [(lambda: whole(b"", "500 Oh"), "services answers with status 500"),
     (lambda: whole(b'{"contents": ['), "/services, page 2: The file is no JSON"),
     (lambda: whole(b"[" * 100_000), "page 2: The file is nested too deep"),
     (lambda: as_json({"error": "oh"}), "page 2: The page is no list of services"),
     (lambda: as_json(page_3([], 2, 3)), "page 2: The page is empty, and was not to be"),
     (lambda: as_json(page_3([ours(0), ours(1)], 2, 3)), "page 2: The page repeats"),
     (lambda: whole(b"[" + b"{}," * 1_000_001 + b"{}]"), "page 2: The feed holds more values"),
     (lambda: whole(b"PK\x03\x04"), "page 2: A zip of tables comes in whole"),
     (lambda: whole(b"", "404 Not Found"), "page 2: There is nothing there (404)")],
)  # fmt: skip
def test_a_feed_that_breaks_on_a_page_writes_nothing_and_says_where(
    broken: Callable[[], Sent], told: str
) -> None:
    good = paged(ours, page_3)
    with serving(lambda asked: broken() if asked.page == 2 else good(asked)) as server:
        sentence = fault(server, "/services?key=s3cret")
    assert told in sentence
    assert "s3cret" not in sentence


def test_a_list_that_never_ends_ends() -> None:
    def answer(asked: Asked) -> Sent:
        return as_json({"contents": [ours(asked.page)], "last_page": False})

    with serving(answer) as server:
        assert "goes on after 100 pages" in fault(server)
    with serving(paged(ours, page_3, total=10**9)) as server:
        assert "more than 5,000 pages" in fault(server)


class Versioned:
    """A feed of two pages, each with an ETag, that changes when it is told to."""

    def __init__(self) -> None:
        self.edition = 1

    def __call__(self, asked: Asked) -> Sent:
        tag = f'"{self.edition if asked.page == 2 else 0}"'
        if asked.headers.get("if-none-match") == tag:
            return whole(b"", "304 Not Modified")
        one = {**ours(asked.page), "description": f"Edition {tag}"}
        return as_json(page_3([one], asked.page, 2), ETag=tag)


@pytest.fixture
def versioned() -> Iterator[tuple[Versioned, Server]]:
    feed = Versioned()
    with serving(feed) as server:
        yield feed, server
        assert all("modified" not in name for asked in server.asked for name in asked.headers)


def test_a_feed_that_has_not_changed_is_not_read_again(versioned: Any) -> None:
    feed, server = versioned
    assert bring_in(server).tally.created == 2
    server.asked.clear()
    again = bring_in(server)
    assert (again.tally.unchanged, again.mapping) == (
        2, "the feed’s own word that it has not changed",
    )  # fmt: skip
    assert [asked.headers.get("if-none-match") for asked in server.asked] == ['"0"', '"1"']
    feed.edition = 2  # on the second page only
    assert (bring_in(server).tally.updated, bring_in(server).tally.unchanged) == (1, 2)


def test_it_is_read_again_where_that_is_asked_for_or_something_may_be_closed(
    versioned: Any,
) -> None:
    _feed, server = versioned
    bring_in(server)
    for how in ({"anew": True}, {"closing": Closing.IF_SURE}):
        server.asked.clear()
        assert bring_in(server, **how).tally.unchanged == 2
        assert not any("if-none-match" in asked.headers for asked in server.asked)


def test_an_import_from_elsewhere_forgets_the_version(versioned: Any) -> None:
    feed, server = versioned
    bring_in(server)
    assert FetchedFeed.objects.count() == 1
    other = records_in(json.dumps(ours(1)).encode())
    import_feed(other, publisher="A council", by=operator())
    assert FetchedFeed.objects.count() == 0
    assert bring_in(server).tally.updated == 1
    assert feed.edition == 1


def test_a_feed_without_versions_is_read_each_time() -> None:
    with serving(paged(ours, page_3)) as server:
        bring_in(server)
        assert bring_in(server).mapping == "the standard’s own words"
    assert FetchedFeed.objects.count() == 0


IMPORT = ("directory", "import")
BY = ("--publisher", "A council")


def test_the_command_takes_an_address(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(directory, "use_database", lambda: None)
    monkeypatch.delenv("LINKWELL_FEED_ALLOW_LOOPBACK", raising=False)
    with serving(paged(ours, page_3, total=1)) as server:
        assert cli.main([*IMPORT, server.url(), *BY]) == 1
        assert "127.0.0.1 is not a public address" in capsys.readouterr().err
        assert server.connections == 0
        monkeypatch.setenv("LINKWELL_FEED_ALLOW_LOOPBACK", "1")
        assert cli.main([*IMPORT, server.url("/services?key=s3cret"), *BY]) == 0
        told = capsys.readouterr().out
        assert f"{server.url()}, list of A council" in told
        assert "2 came in: 2 new" in told
        assert "s3cret" not in told
        assert cli.main([*IMPORT, server.url(), *BY, "--format", "csv"]) == 1  # it is none
        assert "Two columns are called" in capsys.readouterr().err
    for url in ("ftp://a.example/x", "file:///etc/passwd", "http:/a.example"):
        assert cli.main([*IMPORT, url, *BY]) == 1
        assert "https://" in capsys.readouterr().err
