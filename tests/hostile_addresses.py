"""Addresses that must lead nowhere: what is not public, in every spelling that anybody reads.

Each has a name; `{port}` is where a canary listens. A fetcher that follows one of them would reach
this machine, its network or its cloud.
"""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address

INSIDE = {
    "loopback": "127.0.0.1", "loopback, far end": "127.255.255.254", "unspecified": "0.0.0.0",
    "this network": "0.1.2.3", "private 10": "10.0.0.1", "private 172": "172.16.0.1",
    "private 172, end": "172.31.255.255", "private 192": "192.168.1.1", "CGNAT": "100.64.0.1",
    "CGNAT, end": "100.127.255.254", "link-local": "169.254.1.1",
    "cloud metadata": "169.254.169.254", "cloud metadata, CGNAT": "100.100.100.200",
    "cloud metadata, protocol range": "192.0.0.192", "cloud's wire server": "168.63.129.16",
    "multicast": "224.0.0.1", "multicast, end": "239.255.255.255", "reserved": "240.0.0.1",
    "broadcast": "255.255.255.255", "documentation": "192.0.2.1", "6to4 relay": "192.88.99.1",
    "benchmark": "198.18.0.1",
}  # fmt: skip
INSIDE_6 = {
    "loopback": "::1", "unspecified": "::", "unique local": "fd00::1",
    "unique local, low": "fc00::1",
    "link-local": "fe80::1", "site-local": "fec0::1", "multicast": "ff02::1",
    "cloud metadata": "fd00:ec2::254", "documentation": "2001:db8::1",
    "documentation, new": "3fff::1",
    "discard": "100::1", "benchmark": "2001:2::1", "ORCHID": "2001:20::1", "segments": "5f00::1",
    "not given out": "4000::1",
}  # fmt: skip


def _spelled_4(text: str) -> Iterator[tuple[str, str]]:
    """One IPv4 address as a URL's host: only the first is how it is plainly written."""
    number, parts = int(IPv4Address(text)), text.split(".")
    high, low = divmod(number, 2**16)
    yield "plain", text
    yield "decimal", str(number)
    yield "hex", hex(number)
    yield "octal", f"0{number:o}"
    yield "hex parts", ".".join(hex(int(part)) for part in parts)
    yield "octal parts", ".".join(f"0{int(part):o}" for part in parts)
    yield "short, two parts", f"{parts[0]}.{number % 2**24}"
    yield "short, three parts", f"{parts[0]}.{parts[1]}.{low}"
    yield "mixed", f"{hex(int(parts[0]))}.{parts[1]}.0{int(parts[2]):o}.{parts[3]}"
    yield "dot at the end", f"{text}."
    yield "full-width digits", text.translate({48 + n: 0xFF10 + n for n in range(10)})
    yield "ideographic full stop", text.replace(".", "\u3002")
    yield "percent", text.replace(".", "%2e")
    for name, six in (
        ("mapped", (0xFFFF << 32) | number),
        ("compatible", number),
        ("NAT64", (0x64FF9B << 96) | number),
        ("local NAT64", (0x64FF9B0001 << 80) | number),
        ("6to4", (0x2002 << 112) | number << 80 | 1),
        ("Teredo", (0x20010000 << 96) | (number ^ 0xFFFFFFFF)),
        ("ISATAP", (0x26001234 << 96) | 0x5EFE << 32 | number),
    ):
        yield name, f"[{IPv6Address(six)}]"
    yield "mapped, dotted", f"[::ffff:{text}]"
    yield "mapped, whole", f"[0:0:0:0:0:ffff:{high:x}:{low:x}]"


def addresses() -> dict[str, str]:
    """More than 400 URLs by their names."""
    found = {
        f"{what}, {how}": f"http://{host}:{{port}}/services"
        for what, text in INSIDE.items()
        for how, host in _spelled_4(text)
    }
    for what, text in INSIDE_6.items():
        found[f"v6 {what}"] = f"http://[{text}]:{{port}}/services"
        found[f"v6 {what}, whole"] = f"https://[{IPv6Address(text).exploded}]:{{port}}/services"
        found[f"v6 {what}, zone"] = f"http://[{text}%25lo]:{{port}}/services"
    return found | {f"trick: {name}": url for name, url in TRICKS.items()}


TRICKS = {
    "a user before the host": "http://feed.example.org@127.0.0.1:{port}/",
    "a user and a password": "http://feed.example.org:80@127.0.0.1:{port}/",
    "a user, percent": "http://feed.example.org%40127.0.0.1:{port}/",
    "a host before a fragment": "http://127.0.0.1:{port}#@feed.example.org/",
    "a backslash": "http://127.0.0.1:{port}\\@feed.example.org/",
    "a backslash for a slash": "http:\\\\127.0.0.1:{port}/",
    "a tab within": "http://127.0.\t0.1:{port}/",
    "a line break within": "http://127.0.0.1:{port}/\r\nHost: feed.example.org",
    "a NUL within": "http://127.0.0.1:{port}/\0.example.org",
    "a space before": " http://127.0.0.1:{port}/",
    "two hosts": "http://127.0.0.1:{port},feed.example.org/",
    "two ports": "http://127.0.0.1:{port}:80/",
    "no port after a colon": "http://127.0.0.1:/",
    "three slashes": "http:///127.0.0.1:{port}/",
    "one slash": "http:/127.0.0.1:{port}/",
    "no scheme": "//127.0.0.1:{port}/",
    "upper case": "HTTP://LOCALHOST:{port}/",
    "localhost": "http://localhost:{port}/",
    "localhost, dot": "http://localhost.:{port}/",
    "localhost, under it": "http://feed.localhost:{port}/",
    "localhost, circled": "http://\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3:{port}/",
    "loopback, circled": "http://\u2460\u2461\u2466.0.0.1:{port}/",
    "a soft hyphen": "http://local\u00adhost:{port}/",
    "zero": "http://0:{port}/",
    "one two seven one": "http://127.1:{port}/",
    "too large a number": "http://4294967297:{port}/",
    "too large a part": "http://383.0.0.1:{port}/",
    "gopher": "gopher://127.0.0.1:{port}/_GET",
    "file": "file:///etc/passwd",
    "file with a host": "file://127.0.0.1/etc/passwd",
    "ftp": "ftp://127.0.0.1:{port}/",
    "dict": "dict://127.0.0.1:{port}/stats",
    "data": "data:application/json,[]",
    "jar": "jar:http://127.0.0.1:{port}/!/",
    "a port of mail": "http://feed.example.org:25/",
    "a port of a database": "http://feed.example.org:5432/",
    "nothing": "",
    "too long": "http://127.0.0.1:{port}/" + "x" * 2_100,
    "empty brackets": "http://[]:{port}/",
    "open brackets": "http://[::1:{port}/",
    "future address": "http://[v1.::1]:{port}/",
}
