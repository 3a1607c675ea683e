"""A publisher's answer is fetched: from a checked address, within limits, politely.

The name is resolved once, by us; every address that it has is checked, and the connection goes to
one of those, so that a second answer of the name's owner changes nothing. A redirect is an address
like any other. What an answer says of itself (length, kind) is not believed.
"""

import http.client
import queue
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from ipaddress import ip_address
from typing import Any, TypeAlias
from urllib.parse import urljoin

from linkwell.kernel.addresses import (
    Address,
    WebAddress,
    is_public,
    literal,
    read_web_address,
)
from linkwell.kernel.errors import InputAtFault

Resolver: TypeAlias = Callable[[str], Sequence[Address]]

_AGENT = "Linkwell-directory-import/0.1"  # who asks; of which installation is nobody's business
_REDIRECTS = (301, 302, 303, 307, 308)
_LATER = (429, 502, 503, 504)
_CHUNK = 64 * 1024
_MB = 1024 * 1024
_SECONDS_TO_CONNECT = 4  # to one of several addresses


@dataclass(frozen=True)
class Limits:
    """How much of us one feed may take."""

    seconds_an_answer: float = 10  # from the question to its last byte, redirects included
    seconds: float = 1_800  # for the whole feed, pauses included
    bytes_an_answer: int = 16 * _MB  # on the wire, and unpacked
    bytes: int = 60 * _MB  # unpacked, of all answers
    requests: int = 10_000
    redirects: int = 3
    pause: float = 0.1  # between two requests
    tries: int = 3  # of one request, where the publisher is busy
    longest_wait: float = 30  # that a busy publisher may ask for


@dataclass(frozen=True)
class Answer:
    """`status` is 200, 304, 404 or 410: anything else is raised. `address` is where it came from,
    after redirects; `version` is what to ask with the next time (ETag, date)."""

    status: int
    address: WebAddress
    body: bytes = b""
    version: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Busy:
    wait: float | None


def resolved(host: str) -> Sequence[Address]:
    """Every address of a name, as this machine's resolver has them. Raises OSError."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(ip_address(one[4][0]) for one in found))


@cache
def _trusted_here() -> ssl.SSLContext:
    """Whose word this machine takes for who answers; to read that takes a while."""
    return ssl.create_default_context()


class Fetcher:
    """Asks for one feed, one request at a time, and counts what it takes."""

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        or_loopback: bool = False,
        resolver: Resolver = resolved,
        trusted: ssl.SSLContext | None = None,
    ) -> None:
        self._limits = limits or Limits()
        self._or_loopback, self._resolver = or_loopback, resolver
        self._trusted = trusted
        self._ends = time.monotonic() + self._limits.seconds
        self._bytes, self._requests = 0, 0

    def check(self, url: str) -> WebAddress:
        """The address, where it is one that may be asked. Raises InputAtFault."""
        return read_web_address(url, or_loopback=self._or_loopback)

    def get(self, url: str, version: Mapping[str, str] | None = None) -> Answer:
        """What is at an address now; 304 where it is still the `version` that is told.

        Raises InputAtFault, which names the address without its query, where there is no answer
        that we can use, or where it would go beyond the limits.
        """
        tries = self._limits.tries
        for attempt in range(1, tries + 1):
            answer = self._once(url, version or {})
            if isinstance(answer, Answer):
                return answer
            wait = 2.0**attempt if answer.wait is None else answer.wait
            if attempt == tries or wait > self._limits.longest_wait:
                break
            self._pause(wait)
        raise InputAtFault(f"{self.check(url).told} is too busy to answer; try again later")

    def _once(self, url: str, version: Mapping[str, str]) -> Answer | _Busy:
        """One question, by way of its redirects."""
        deadline = min(time.monotonic() + self._limits.seconds_an_answer, self._ends)
        address = self.check(url)
        for _ in range(self._limits.redirects + 1):
            self._count_request()
            try:
                found = self._ask(address, version, deadline)
            except (OSError, http.client.HTTPException, zlib.error, EOFError) as fault:
                raise InputAtFault(f"{address.told} {_why(fault)}") from None
            if not isinstance(found, str):
                return found
            address = self._redirected(address, found)
        raise InputAtFault(f"{address.told} is redirected more than {self._limits.redirects} times")

    def _redirected(self, address: WebAddress, location: str) -> WebAddress:
        try:
            to = self.check(urljoin(str(address), location))
        except (InputAtFault, ValueError) as fault:
            told = f"{address.told} is redirected to where we do not go: {fault}"
            raise InputAtFault(told) from None
        if address.scheme == "https" and to.scheme != "https":
            raise InputAtFault(f"{address.told} is redirected to an address without https")
        return to

    def _ask(
        self, address: WebAddress, version: Mapping[str, str], deadline: float
    ) -> Answer | _Busy | str:
        """The answer; or how long to wait; or where else to ask."""
        with closing(self._connected(address, deadline)) as connection:
            connection.request("GET", address.path, headers=_headers(address, version))
            response = connection.getresponse()
            if response.status in _REDIRECTS and (location := response.headers["Location"]):
                return str(location)
            if response.status in _LATER:
                return _Busy(_seconds(response.headers["Retry-After"]))
            if response.status in (304, 404, 410):
                return Answer(response.status, address, version=version)
            if response.status != 200:
                raise InputAtFault(f"{address.told} answers with status {response.status}")
            return Answer(200, address, self._body(response, address), _version(response))

    def _connected(self, address: WebAddress, deadline: float) -> http.client.HTTPConnection:
        """To an address that was checked, and to no other: http.client is given the socket."""
        plain = self._open(address, self._checked(address, deadline), deadline)
        connection = http.client.HTTPConnection(address.host, address.port)
        connection.sock = plain
        connection.auto_open = 0  # it would resolve the name again
        if address.scheme == "https":
            try:
                plain.settimeout(_left(deadline))
                trusted = self._trusted or _trusted_here()
                trusted.sslsocket_class = _TimedTLS
                secured = trusted.wrap_socket(plain, server_hostname=address.host)
            except BaseException:
                plain.close()
                raise
            assert isinstance(secured, _TimedTLS)
            secured.deadline = deadline
            connection.sock = secured
        return connection

    def _checked(self, address: WebAddress, deadline: float) -> Sequence[Address]:
        """Where the name leads. One address that is not public is one too many."""
        own = literal(address.host)
        found = [own] if own is not None else _in_time(self._resolver, address.host, deadline)
        if not found or not all(is_public(one, or_loopback=self._or_loopback) for one in found):
            raise InputAtFault(f"{address.told} does not lead to a public address of the internet")
        return found

    def _open(
        self, address: WebAddress, found: Sequence[Address], deadline: float
    ) -> "_TimedSocket":
        fault: OSError = TimeoutError()
        for one in found:
            plain = _TimedSocket(socket.AF_INET if one.version == 4 else socket.AF_INET6)
            plain.deadline = deadline
            try:
                plain.settimeout(min(_left(deadline), _SECONDS_TO_CONNECT))
                plain.connect((str(one), address.port))
            except OSError as why:
                plain.close()
                fault = why
            else:
                return plain
        raise fault

    def _body(self, response: http.client.HTTPResponse, address: WebAddress) -> bytes:
        """The whole answer, unpacked as it comes and never beyond the limits."""
        unpacked = bytearray()
        most = min(self._limits.bytes_an_answer, self._limits.bytes - self._bytes)
        for part in _unpacked(response, address, most):
            unpacked += part
            if len(unpacked) > most:
                raise _too_large(address, most)
        self._bytes += len(unpacked)
        return bytes(unpacked)

    def _count_request(self) -> None:
        if self._requests >= self._limits.requests:
            raise InputAtFault(f"The feed takes more than {self._limits.requests:,} requests")
        if self._requests:
            self._pause(self._limits.pause)
        self._requests += 1

    def _pause(self, seconds: float) -> None:
        if time.monotonic() + seconds > self._ends:
            raise InputAtFault(f"The feed takes longer than {self._limits.seconds:g} seconds")
        time.sleep(seconds)


class _Timed:
    """Each read waits only until the deadline, so that one byte now and then gains no time."""

    deadline = float("inf")

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        self.settimeout(_left(self.deadline))  # type: ignore[attr-defined]
        return super().recv_into(*args, **kwargs)  # type: ignore[misc, no-any-return]


class _TimedSocket(_Timed, socket.socket):
    pass


class _TimedTLS(_Timed, ssl.SSLSocket):
    pass


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _in_time(resolver: Resolver, host: str, deadline: float) -> Sequence[Address]:
    """A resolver knows no deadline: it is asked in a thread, which may be left behind."""
    found: queue.SimpleQueue[Sequence[Address] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found.put(resolver(host))
        except (OSError, ValueError) as fault:  # a name that cannot be written for DNS
            found.put(OSError(str(fault)))

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = found.get(timeout=_left(deadline))
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(answer, OSError):
        raise socket.gaierror(*answer.args)
    return answer


def _unpacked(
    response: http.client.HTTPResponse, address: WebAddress, most: int
) -> Iterator[bytes]:
    """Some bytes at a time; a part never unpacks to more than is still allowed, and one."""
    coding = (response.headers["Content-Encoding"] or "identity").strip().lower()
    if coding not in ("identity", "gzip", "x-gzip"):
        raise InputAtFault(f"{address.told} is packed in a way that we did not ask for")
    packer = zlib.decompressobj(wbits=31) if "gzip" in coding else None
    wire = 0
    while part := response.read(_CHUNK):
        wire += len(part)
        if wire > most:
            raise _too_large(address, most)
        yield from [part] if packer is None else _little_by_little(packer, part)
    if response.length or (packer and not packer.eof):
        raise EOFError


def _little_by_little(packer: "zlib._Decompress", part: bytes) -> Iterator[bytes]:
    while not packer.eof:
        unpacked = packer.decompress(part, _CHUNK)
        yield unpacked
        part = packer.unconsumed_tail
        if not part and len(unpacked) < _CHUNK:
            return


def _too_large(address: WebAddress, most: int) -> InputAtFault:
    return InputAtFault(f"{address.told} is larger than the {most / _MB:.1f} MB left to it")


def _headers(address: WebAddress, version: Mapping[str, str]) -> dict[str, str]:
    names = {"etag": "If-None-Match", "last_modified": "If-Modified-Since"}
    return {
        "Host": address.authority,
        "User-Agent": _AGENT,
        "Accept": "application/json, application/x-ndjson;q=0.9, text/csv;q=0.8, */*;q=0.5",
        "Accept-Encoding": "gzip",
        "Connection": "close",
        **{names[key]: value for key, value in version.items() if key in names},
    }


def _version(response: http.client.HTTPResponse) -> dict[str, str]:
    given = {
        "etag": response.headers["ETag"],
        "last_modified": response.headers["Last-Modified"],
    }
    return {
        key: value
        for key, value in given.items()
        if value and len(value) <= 300 and value.isascii() and value.isprintable()
    }


def _seconds(text: str | None) -> float | None:
    """What `Retry-After` asks for in seconds. One that names a moment is read as none."""
    return float(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else None


def _why(fault: Exception) -> str:
    match fault:
        case TimeoutError():
            return "does not answer in time"
        case socket.gaierror():
            return "has a name that leads nowhere"
        case ssl.SSLCertVerificationError():
            return f"does not prove who it is: {fault.verify_message.lower()}"
        case ssl.SSLError():
            return "cannot be reached safely (TLS)"
        case http.client.IncompleteRead() | EOFError():
            return "breaks off before its end"
        case http.client.HTTPException():
            return "does not answer in HTTP as we know it"
        case zlib.error():
            return "is packed, and cannot be unpacked"
    return "cannot be reached"
