"""Whatever is sent, nobody gets a server error: bytes, types, NUL, lone surrogates, deep JSON.

600 requests here, 20,000 by `make bars ONLY=malformed` (LINKWELL_MALFORMED).
"""

import json
import os
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from linkwell.kernel.ids import UUID, new_id
from tests import town
from tests.pages.people import EVERYBODY, client_of

pytestmark = [
    pytest.mark.security,
    pytest.mark.django_db(transaction=True, databases="__all__"),
]

REQUESTS = int(os.environ.get("LINKWELL_MALFORMED", "600"))
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "BREW")
FIELDS = (
    *("key", "door", "referred_by", "given_name", "family_name", "number", "phone", "safe"),
    *("birth_date-day", "birth_date-month", "birth_date-year", "times", "words", "wants"),
    *("helps", "language", "address", "postcode", "hide_address", "name", "reason", "note"),
    *("need", "text", "near", "km", "user", "person", "record_class", "password", "login"),
    *("code", "_keep", "_page"),
    *("read", "letter_words", "letter_file", "danger", "question", "answer", "to", "route", "more"),
    *("search", "page", "per_page", "format", "modified_after", "taxonomy_id", "proximity", "full"),
    *("organization_id", "minimum_age", "start_time", "day", "parent_id", "top_only"),
    *("outcome", "outcome_words", "who", "not_told", "no_number", "told", "in_danger"),
)
NASTY: tuple[bytes, ...] = (
    b"",
    b"\x00",
    b"a\x00b",
    b"\xff\xfe\xfd",
    b"\xed\xa0\x80",  # a lone surrogate, in UTF-8 that is none
    "\u202e\u200f\ufeff".encode(),
    "🧡".encode() * 50,
    b"9" * 400,
    b"-1",
    b"1e309",
    b"NaN",
    b"0x41",
    b"../../../etc/passwd",
    b"' or 1=1 --",
    b"{{7*7}}${7*7}<script>alert(1)</script>",
    b"%00%0d%0aSet-Cookie:%20x=y",
    b"\r\nX-Injected: yes",
    b"A" * 70_000,
    b"[" * 5_000,
    b"\xc3",  # cut in the middle
    str(new_id()).encode(),
)


@dataclass(frozen=True)
class Request:
    who: str
    method: str
    path: bytes
    query: bytes
    content_type: str
    body: bytes
    headers: dict[str, str]


def requests(paths: list[str]) -> Iterator[Request]:
    """In an order that a seed fixes."""
    chance = random.Random(20261122)
    for _ in range(REQUESTS):
        content_type, body = chance.choice(BODIES)(chance)
        yield Request(
            who=chance.choice(EVERYBODY),
            method=chance.choice(METHODS),
            path=_path(chance, chance.choice(paths)),
            query=_form(chance) if chance.random() < 0.5 else b"",
            content_type=content_type,
            body=body,
            headers=_headers(chance),
        )


def _path(chance: random.Random, path: str) -> bytes:
    made = path.encode()
    if chance.random() < 0.3:
        place = chance.randrange(len(made) + 1)
        made = made[:place] + chance.choice(NASTY)[:2_000] + made[place:]
    return made


def _form(chance: random.Random) -> bytes:
    pairs = []
    for _ in range(chance.randrange(12)):
        name = chance.choice(FIELDS).encode() if chance.random() < 0.9 else chance.choice(NASTY)
        value = chance.choice(NASTY)
        if chance.random() < 0.7:  # else sent as it is
            name, value = quote_from_bytes(name).encode(), quote_from_bytes(value).encode()
        pairs.append(name + b"=" + value)
    return b"&".join(pairs)


def _form_body(chance: random.Random) -> tuple[str, bytes]:
    kind = "application/x-www-form-urlencoded"
    return chance.choice([kind, f"{kind}; charset=utf-7", f"{kind}; charset=nonsense"]), _form(
        chance
    )


def _json_body(chance: random.Random) -> tuple[str, bytes]:
    deep = b'{"a":' * 3_000 + b"1" + b"}" * 3_000
    plain = json.dumps({chance.choice(FIELDS): chance.choice([None, [], {}, 1e308, -1, "x", True])})
    return "application/json", chance.choice([deep, plain.encode(), b"[" * 9_000, b'"\\ud800"'])


def _parts_body(chance: random.Random) -> tuple[str, bytes]:
    boundary = chance.choice(["x", "x" * 300, ""])
    part = b'Content-Disposition: form-data; name="words"; filename="' + chance.choice(NASTY)[:500]
    body = b"--" + boundary.encode() + b"\r\n" + part + b'"\r\n\r\n' + chance.choice(NASTY)
    return f"multipart/form-data; boundary={boundary}", body


def _raw_body(chance: random.Random) -> tuple[str, bytes]:
    return chance.choice(["", "text/plain", "nonsense", "image/png"]), chance.randbytes(300)


BODIES: tuple[Callable[[random.Random], tuple[str, bytes]], ...] = (
    _form_body,
    _form_body,
    _json_body,
    _parts_body,
    _raw_body,
)


def _headers(chance: random.Random) -> dict[str, str]:
    names = (
        "Accept-Language",
        "Accept",
        "Referer",
        "Origin",
        "X-Forwarded-For",
        "If-Modified-Since",
    )
    values = [one.decode("latin-1")[:3_000] for one in NASTY]
    return {name: chance.choice(values) for name in chance.sample(names, chance.randrange(3))}


def paths_of(patterns: list[URLPattern | URLResolver], prefix: str = "/") -> Iterator[str]:
    """An address for every pattern, with made-up parts."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern).strip("^$")
        if isinstance(pattern, URLResolver):
            yield from paths_of(pattern.url_patterns, route)
        else:
            yield re.sub(r"<\w+:\w+>", str(UUID(int=9)), route)


def test_nobody_gets_a_server_error() -> None:
    town.fill()
    people = town.person_ids()
    clients = {who: client_of(who, people) for who in EVERYBODY}
    paths = [path for path in paths_of(get_resolver().url_patterns) if "(?P" not in path]
    wrong = []
    for number, request in enumerate(requests(paths)):
        status = _send(clients[request.who], request)
        if status >= 500:
            wrong.append((number, request.who, request.method, request.path[:80], status))
        if request.path.startswith((b"/account", b"/demo")):  # signed out, or somebody else now
            clients[request.who] = client_of(request.who, people)
    assert not wrong, "\n".join(map(str, wrong))


def _send(client: Client, request: Request) -> int:
    """The status, through Django's own way in: WSGI, where texts are bytes read as Latin-1."""
    environ: dict[str, Any] = {
        "PATH_INFO": request.path.decode("latin-1"),
        "QUERY_STRING": request.query.decode("latin-1"),
        **{f"HTTP_{name.upper().replace('-', '_')}": v for name, v in request.headers.items()},
    }
    answer = client.generic(request.method, "/", request.body, request.content_type, **environ)
    return int(answer.status_code)
