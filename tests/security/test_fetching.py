"""Whatever address a publisher gives, and whatever answers there, we reach only what is public,
and for a short time. T12 of the threat model.

What a bomb costs in memory is measured in a process of its own: `test_fetching_costs.py`.
"""

import gzip
import time
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from pathlib import Path

import pytest

from linkwell.directory.fetching import Answer, Fetcher, Limits
from linkwell.kernel import addresses
from linkwell.kernel.errors import InputAtFault
from tests.feed_server import (
    Asked,
    Sent,
    Server,
    as_json,
    certified,
    gzip_bomb,
    head,
    redirect,
    serving,
    whole,
)
from tests.hostile_addresses import INSIDE, INSIDE_6
from tests.hostile_addresses import addresses as hostile

pytestmark = pytest.mark.security
QUICK = Limits(seconds_an_answer=0.5, seconds=5, bytes_an_answer=100_000, pause=0, longest_wait=0.1)
FEED = "feed.example.org"
OUTSIDE = ip_address("1.1.1.1")
HERE = ("127.0.0.1", "127.255.255.254", "::1")  # what lets a test redirect lets these through too


def empty(asked: Asked) -> Sent:
    return as_json([])


@pytest.fixture
def canary(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """On every address of this machine, at a port where feeds may be published."""
    with serving(empty, host="0.0.0.0") as server:
        monkeypatch.setattr(addresses, "_OTHER_PORTS", (80, 443, server.port))
        yield server


def refused(url: str, fetcher: Fetcher | None = None) -> str:
    with pytest.raises(InputAtFault) as fault:
        (fetcher or Fetcher(QUICK)).get(url)
    assert 10 < len(fault.value.sentence) < 300
    return fault.value.sentence


def test_none_of_300_addresses_reaches_this_machine(canary: Server) -> None:
    urls = [url.replace("{port}", str(canary.port)) for url in hostile().values()]
    fetcher = Fetcher(QUICK)
    for url in urls:
        refused(url, fetcher)
    assert (len(urls) > 300, canary.connections) == (True, 0)
    Fetcher(QUICK, or_loopback=True).get(canary.url())
    assert canary.connections == 1  # it would have been seen


def test_a_name_that_leads_inside_is_not_followed(canary: Server) -> None:
    inside = [ip_address(text) for text in (*INSIDE.values(), *INSIDE_6.values(), "fe80::1%1")]
    for address in inside:
        for found in ([address], [OUTSIDE, address], [address, OUTSIDE]):
            fetcher = Fetcher(QUICK, resolver=lambda host, found=found: found)  # type: ignore[misc]
            told = refused(f"http://{FEED}:{canary.port}/?key=s3cret", fetcher)
            assert told.endswith("does not lead to a public address of the internet")
            assert "s3cret" not in told
    assert canary.connections == 0


def test_a_name_is_resolved_once_and_a_second_answer_changes_nothing() -> None:
    """DNS rebinding: first an address that may be asked, then what the attacker is after."""
    answers = [[ip_address("127.0.0.1")], [ip_address("127.0.0.2")]]
    with serving(empty) as good, serving(empty, host="127.0.0.2", port=good.port) as other:
        fetcher = Fetcher(QUICK, or_loopback=True, resolver=lambda host: answers.pop(0))
        assert fetcher.get(f"http://{FEED}:{good.port}/").status == 200
        assert (good.connections, other.connections, len(answers)) == (1, 0, 1)
        assert good.asked[0].headers["host"] == f"{FEED}:{good.port}"


@pytest.mark.parametrize("address", sorted({*INSIDE.values(), *INSIDE_6.values()} - {*HERE}))
def test_a_redirect_inside_is_not_followed(address: str) -> None:
    host = f"[{address}]" if ":" in address else address
    with serving(lambda asked: redirect(f"http://{host}/")) as server:
        assert "not a public address" in refused(server.url(), Fetcher(QUICK, or_loopback=True))


def test_a_redirect_to_a_name_that_leads_inside_is_not_followed(canary: Server) -> None:
    """The first name may be asked, the second may not: each is judged by itself."""
    leads = {FEED: "127.0.0.1", "inside.example.org": "10.0.0.1"}
    with serving(lambda asked: redirect("http://inside.example.org/")) as server:
        fetcher = Fetcher(QUICK, or_loopback=True, resolver=lambda host: [ip_address(leads[host])])
        told = refused(f"http://{FEED}:{server.port}/", fetcher)
    assert told.startswith("http://inside.example.org/ does not lead to a public address")


@pytest.mark.parametrize(
    "to", ["file:///etc/passwd", "gopher://1.1.1.1/", "http://a@b/", "http://["]
)
def test_a_redirect_to_what_is_no_feed_is_not_followed(to: str) -> None:
    with serving(lambda asked: redirect(to)) as server:
        assert "where we do not go" in refused(server.url(), Fetcher(QUICK, or_loopback=True))


def test_three_redirects_are_followed_and_a_fourth_is_not() -> None:
    def chain(asked: Asked) -> Sent:
        left = int(asked.path.strip("/"))
        return redirect(f"/{left - 1}") if left else as_json([])

    with serving(chain) as server:
        assert Fetcher(QUICK, or_loopback=True).get(server.url("/3")).status == 200
        told = refused(server.url("/4"), Fetcher(QUICK, or_loopback=True))
    assert told.endswith("is redirected more than 3 times")


def test_a_server_proves_who_it_is(tmp_path: Path) -> None:
    paper = certified(FEED, tmp_path)
    other = certified("other.example.org", tmp_path)
    here = [ip_address("127.0.0.1")]

    def answer(asked: Asked) -> Sent:
        return redirect("http://1.1.1.1/") if asked.path == "/away" else as_json([])

    with serving(answer, tls=paper.server) as server:

        def asking(trusted: object) -> Fetcher:
            return Fetcher(QUICK, or_loopback=True, resolver=lambda host: here, trusted=trusted)  # type: ignore[arg-type]

        good = f"https://{FEED}:{server.port}/"
        assert asking(paper.trusted).get(good).body == b"[]"
        assert "prove who it is" in refused(good, asking(other.trusted))
        wrong = f"https://other.example.org:{server.port}/"
        assert "prove who it is" in refused(wrong, asking(paper.trusted))
        assert "without https" in refused(f"{good}away", asking(paper.trusted))


def drip(asked: Asked, first: bytes = b"") -> Iterator[bytes]:
    yield first
    while True:
        time.sleep(0.05)
        yield b"1"


def silence(asked: Asked) -> Iterator[bytes]:
    time.sleep(2)
    yield b""


def forever(start: bytes, part: bytes) -> Callable[[Asked], Sent]:
    def sent(asked: Asked) -> Iterator[bytes]:
        yield start
        while True:
            yield part

    return sent


BOMB, BOMB_OF_LITTLE = gzip_bomb(50), gzip_bomb(0)
BAD: dict[str, tuple[Callable[[Asked], Sent], str]] = {
    "a slow drip of the body": (lambda asked: drip(asked, head()), "in time"),
    "a slow drip of headers": (lambda asked: drip(asked, b"HTTP/1.1 200 OK\r\nA: "), "in time"),
    "a slow drip of the first line": (lambda asked: drip(asked, b"HTTP/1.1 "), "in time"),
    "nothing at all": (silence, "in time"),
    "an endless list": (forever(head() + b"[", b'{"id": "1"},' * 500), "larger than"),
    "endless chunks": (
        forever(head(Transfer_Encoding="chunked"), b"400\r\n" + b" " * 1024 + b"\r\n"),
        "larger than",
    ),
    "endless headers": (forever(b"HTTP/1.1 200 OK\r\n", b"A: b\r\n" * 50), "HTTP as we know it"),
    "a huge header": (forever(b"HTTP/1.1 200 OK\r\nA: ", b"x" * 9_999), "HTTP as we know it"),
    "endless interim answers": (
        forever(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), "in time",
    ),
    "a gzip bomb": (
        lambda asked: whole(BOMB, Content_Encoding="gzip"), "larger than",
    ),
    "cut gzip": (lambda asked: whole(BOMB_OF_LITTLE[:-9], Content_Encoding="gzip"), "breaks off"),
    "no gzip": (lambda asked: whole(b"[1, 2, 3]", Content_Encoding="gzip"), "cannot be unpacked"),
    "brotli": (lambda asked: whole(b"[]", Content_Encoding="br"), "did not ask for"),
    "gzip twice": (lambda asked: whole(b"[]", Content_Encoding="gzip, gzip"), "did not ask for"),
    "a length too long": (lambda asked: [head(Content_Length="99"), b"[]"], "breaks off"),
    "a bad chunk": (
        lambda asked: [head(Transfer_Encoding="chunked"), b"zz\r\n[]\r\n"], "breaks off",
    ),
    "no HTTP": (lambda asked: [b"SSH-2.0-OpenSSH_9.6\r\n"], "HTTP as we know it"),
    "an empty answer": (lambda asked: [b""], "HTTP as we know it"),
    "forbidden": (lambda asked: whole(b"no", "403 Forbidden"), "status 403"),
    "a part only": (lambda asked: whole(b"[", "206 Partial Content"), "status 206"),
    "busy for ever": (lambda asked: whole(b"", "503 Busy", Retry_After="0"), "too busy"),
    "busy for a week": (lambda asked: whole(b"", "429 Slow", Retry_After="604800"), "too busy"),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_a_bad_answer_ends_soon_and_says_why(what: str) -> None:
    answer, why = BAD[what]
    with serving(answer) as server:
        began = time.monotonic()
        assert why in refused(server.url(), Fetcher(QUICK, or_loopback=True))
        assert time.monotonic() - began < 2


def test_a_name_that_takes_for_ever_ends_in_time() -> None:
    def slow(host: str) -> list[object]:
        time.sleep(3)
        return []

    began = time.monotonic()
    told = refused(f"http://{FEED}/", Fetcher(QUICK, resolver=slow))  # type: ignore[arg-type]
    assert "in time" in told
    assert time.monotonic() - began < 2


def test_a_busy_server_is_asked_again_after_the_pause_it_asks_for() -> None:
    busy = [True, True]

    def answer(asked: Asked) -> Sent:
        return whole(b"", "429 Slow down", Retry_After="1") if busy and busy.pop() else as_json([])

    patient = Limits(pause=0, longest_wait=2)
    began = time.monotonic()
    with serving(answer) as server:
        found: Answer = Fetcher(patient, or_loopback=True).get(server.url())
    assert (found.status, found.body) == (200, b"[]")
    assert time.monotonic() - began >= 2


def test_who_asks_is_told_politely_and_without_a_host() -> None:
    with serving(empty) as server:
        Fetcher(QUICK, or_loopback=True).get(server.url())
    headers = server.asked[0].headers
    assert headers["user-agent"] == "Linkwell-directory-import/0.1"
    assert headers["accept-encoding"] == "gzip"


def test_the_same_body_is_read_packed_and_in_chunks() -> None:
    body = b'[{"id": "1"}]' * 2_000
    chunks = [head(Transfer_Encoding="chunked"), b"1a0\r\n", body[:416], b"\r\n0\r\n\r\n"]
    sent = {"/gzip": whole(gzip.compress(body), Content_Encoding="gzip"), "/plain": whole(body),
            "/to-the-end": [head(), body], "/chunks": chunks}  # fmt: skip
    with serving(lambda asked: sent[asked.path]) as server:
        fetcher = Fetcher(QUICK, or_loopback=True)
        assert [fetcher.get(server.url(path)).body for path in sent] == [body] * 3 + [body[:416]]


def test_a_feed_has_limits_beyond_those_of_each_answer() -> None:
    with serving(empty) as server:
        few = Fetcher(Limits(pause=0, requests=2), or_loopback=True)
        few.get(server.url())
        few.get(server.url())
        assert "more than 2 requests" in refused(server.url(), few)
        small = Fetcher(Limits(pause=0, bytes=3), or_loopback=True)
        small.get(server.url())
        assert "left to it" in refused(server.url(), small)
        short = Fetcher(Limits(pause=1, seconds=0.5), or_loopback=True)
        short.get(server.url())
        assert "longer than 0.5 seconds" in refused(server.url(), short)
