"""Which addresses a publisher may send us to. T12 of the threat model."""

from ipaddress import ip_address

import pytest

from linkwell.kernel.addresses import is_public, literal, read_web_address
from linkwell.kernel.errors import InputAtFault
from tests.hostile_addresses import INSIDE, INSIDE_6, addresses

pytestmark = pytest.mark.security
NAMES = ("upper case", "localhost", "localhost, under it")  # plain names: told by where they lead


def test_there_are_300_of_them_and_more() -> None:
    assert len(addresses()) > 300


@pytest.mark.parametrize("name", addresses())
def test_an_address_that_is_not_public_is_refused_as_it_is_written(name: str) -> None:
    url = addresses()[name].replace("{port}", "443")
    if name.removeprefix("trick: ") in NAMES:
        assert literal(read_web_address(url).host) is None
        return
    with pytest.raises(InputAtFault) as refused:
        read_web_address(url)
    assert 10 < len(refused.value.sentence) < 200


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
