"""Which addresses a publisher may send us to. T12 of the threat model."""

from ipaddress import ip_address

import pytest

from linkwell.kernel.addresses import is_public, literal, read_web_address
from linkwell.kernel.errors import InputAtFault
from tests.hostile_addresses import INSIDE, INSIDE_6, addresses

pytestmark = pytest.mark.security
# Plain names: told by where they lead.
NAMES = {f"trick: {name}" for name in ("upper case", "localhost", "localhost, under it")}


def test_an_address_that_is_not_public_is_refused_as_it_is_written() -> None:
    hostile = addresses()
    assert len(hostile) > 300
    told = {name: _told_of(url.replace("{port}", "443")) for name, url in hostile.items()}
    assert {name for name, sentence in told.items() if sentence is None} == NAMES
    assert not {said for said in told.values() if said and not 10 < len(said) < 200}


def _told_of(url: str) -> str | None:
    """Why an address is refused; None where it is a plain name, to be told by where it leads."""
    try:
        assert literal(read_web_address(url).host) is None
    except InputAtFault as refused:
        return refused.sentence
    return None


@pytest.mark.parametrize("text", [*INSIDE.values(), *INSIDE_6.values(), "fe80::1%2"])
def test_an_address_that_a_name_leads_to_is_judged_by_its_number(text: str) -> None:
    assert not is_public(ip_address(text))


@pytest.mark.parametrize(
    "text", ["1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
             "172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0", "223.255.255.255",
             "169.253.255.255", "126.255.255.255", "128.0.0.0", "2606:4700::1111", "2a00:1450::1",
             "2001:4860:4860::8888"],
)  # fmt: skip
def test_their_neighbours_are_public(text: str) -> None:
    assert is_public(ip_address(text))
    assert is_public(ip_address(text), or_loopback=True)


def test_for_tests_this_machine_may_be_reached_and_nothing_else() -> None:
    for text in (*INSIDE.values(), *INSIDE_6.values(), "::ffff:127.0.0.1"):
        here = text == "::1" or text.startswith("127.")
        assert is_public(ip_address(text), or_loopback=True) is here, text


@pytest.mark.parametrize(
    ("url", "read", "authority"),
    [
        ("https://feed.example.org", "https://feed.example.org/", "feed.example.org"),
        ("HTTPS://Feed.Example.org:443/a%20b?page=2&k=v#top",
         "https://feed.example.org/a%20b?page=2&k=v", "feed.example.org"),
        ("http://feed.example.org:8080/x", "http://feed.example.org:8080/x",
         "feed.example.org:8080"),
        ("https://xn--caf-dma.example/", "https://xn--caf-dma.example/", "xn--caf-dma.example"),
        ("https://[2a00:1450:0::1]/x", "https://[2a00:1450::1]/x", "[2a00:1450::1]"),
        ("http://1.1.1.1:80/", "http://1.1.1.1/", "1.1.1.1"),
    ],
)  # fmt: skip
def test_an_address_of_a_feed_is_read(url: str, read: str, authority: str) -> None:
    address = read_web_address(url)
    assert (str(address), address.authority) == (read, authority)


def test_what_is_told_of_an_address_holds_no_key() -> None:
    assert read_web_address("https://a.example/x?key=s3cret").told == "https://a.example/x"
