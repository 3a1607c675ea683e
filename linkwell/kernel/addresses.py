"""Which addresses of the internet a publisher may send us to: public ones, plainly written.

An address that somebody else gives us must not lead to this machine, to the network it stands in,
or to what a cloud keeps for its machines. What is refused here is refused whatever it is for.
"""

import re
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
)
from typing import TypeAlias
from urllib.parse import urlsplit

from linkwell.kernel.errors import InputAtFault

Address: TypeAlias = IPv4Address | IPv6Address

_PORTS = {"http": 80, "https": 443}
_OTHER_PORTS = (80, 443, 8080, 8443)  # of other hosts; mail, databases and such speak elsewhere
_LONGEST = 2_000
_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)", re.ASCII)
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)
# Written out, not asked of `ipaddress`, which changed its mind between versions of Python.
_NOT_PUBLIC_4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
            "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15",
            "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "168.63.129.16/32",  # public by its number, and a cloud's own service for its machines
        ),
    )
)  # fmt: skip
# All that is given out so far. What carries an IPv4 address within it (mapped, compatible, NAT64)
# lies outside, or is named below (6to4, Teredo).
_PUBLIC_6 = IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(
    map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"))
)
_HIDDEN_4 = re.compile(r":0[02]00:5efe:", re.ASCII)  # ISATAP: an IPv4 address at the end


@dataclass(frozen=True)
class WebAddress:
    """An address that may be asked, once its name is resolved and `is_public` says so."""

    scheme: str
    host: str  # a name, or an IP address without brackets
    port: int
    path: str  # with its query

    @property
    def authority(self) -> str:
        """As the header `Host` has it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def told(self) -> str:
        """For people and logs: without the query, which may hold a key."""
        return f"{self.scheme}://{self.authority}{self.path.partition('?')[0]}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"


def is_public(address: Address, *, or_loopback: bool = False) -> bool:
    """May we connect there? `or_loopback` lets this machine through, and nothing else."""
    if or_loopback and (address == IPv6Address("::1") or address in IPv4Network("127.0.0.0/8")):
        return True
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_4)
    if address.scope_id or address not in _PUBLIC_6 or _HIDDEN_4.search(address.exploded):
        return False
    return not any(address in network for network in _NOT_PUBLIC_6)


def literal(host: str) -> Address | None:
    """The IP address that a host is, or None where it is a name to resolve."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def read_web_address(text: str, *, or_loopback: bool = False) -> WebAddress:
    """An address as a person or a publisher gives it.

    Raises InputAtFault, which says why, for every spelling that two programs may read differently,
    and for an IP address that is not public.
    """
    if len(text) > _LONGEST:
        raise InputAtFault(f"The address is longer than {_LONGEST} characters")
    if not text.isascii() or not text.isprintable() or set(text) & set(' \\<>"^`{|}'):
        raise InputAtFault("The address may hold no spaces, and only letters and signs of a URL")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise InputAtFault("That is no address of the web") from None
    if parts.scheme not in _PORTS or not parts.netloc:
        raise InputAtFault("The address must begin with https:// or http://")
    if "@" in parts.netloc:
        raise InputAtFault("The address may hold no name or password of a user")
    host = _host(parts.netloc, parts.hostname or "")
    address = literal(host)
    if address is not None and not is_public(address, or_loopback=or_loopback):
        raise InputAtFault(f"{host} is not a public address of the internet")
    if parts.netloc.endswith(":") or (port not in (None, *_OTHER_PORTS) and not or_loopback):
        raise InputAtFault("The address names a port where feeds are not published")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return WebAddress(parts.scheme, host, port or _PORTS[parts.scheme], path)


def _host(netloc: str, host: str) -> str:
    """A plain name or a plain IP address. No 127.1, 0x7f.1, 2130706433, and no dot at the end."""
    if netloc.startswith("["):
        if isinstance(literal(host), IPv6Address) and "%" not in host:
            return str(ip_address(host))
    elif isinstance(literal(host), IPv4Address):
        return host
    else:
        labels = host.split(".")
        plain = len(host) <= 253 and all(_NAME.fullmatch(label) for label in labels)
        if plain and not _NUMBER.fullmatch(labels[-1]):
            return host
    raise InputAtFault("The address must name its host plainly, as in https://feed.example.org/")
