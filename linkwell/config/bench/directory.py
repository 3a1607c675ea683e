"""What a directory like England's costs: a key-stroke, the page of a group, whom to ask next, and a
list that comes in on top of it.

Somebody types what stands in a name that is there: two letters, a beginning, a slip of the key; or
an everyday phrase. Each is asked near a postcode where people live, and without a place; of the
query function, and as a browser asks, through every layer but the network.
"""

import logging
import random
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from uuid import UUID

from django.core.cache import caches
from django.db import connections
from django.test import Client
from django.urls import reverse

from linkwell.config.bench import bringing_in, england
from linkwell.config.bench.timing import Measured, Timing, each, percentile
from linkwell.directory.search import search
from linkwell.directory.waiting import due_candidates
from linkwell.kernel import clock
from linkwell.kernel.geography import Place

RUNS = 300
KEY_MS, PAGE_MS, ASKING_MS = 30.0, 50.0, 2_000.0
RECORDS = 20_000  # that come in on top
EVERYDAY = (
    "somewhere warm to sit", "someone to talk to", "i feel lonely", "help with benefits",
    "lost my husband", "get out more", "company at lunch", "food parcel", "cannot pay the rent",
    "learn to swim", "sing in a choir", "lift to the doctor",
)  # fmt: skip


@dataclass(frozen=True)
class Asking(Timing):
    """A question of the directory, and the reference of its kind."""

    reference: str = ""

    def __str__(self) -> str:
        return (
            f"{self.what}: p50 {self.p50:.1f} ms, p95 {self.p95:.1f} ms, p99 {self.p99:.1f} ms,"
            f" {self.rows} rows at most, {self.runs} runs; {self.reference} p95"
            f" {self.reference_p95:.1f} ms; at most {self.promised_p95:g} ms:"
            f" {'met' if self.met else 'NOT MET'}"
        )


@dataclass(frozen=True)
class Size:
    """How large the database is, in bytes; of that, what search reads."""

    services: int
    database: int
    search: int
    met: bool = True  # nothing is promised

    def __str__(self) -> str:
        return (
            f"the database with {self.services:,} services: {self.database / 1e9:.2f} GB,"
            f" of which search reads {self.search / 1e9:.2f} GB"
        )

    def as_json(self) -> dict[str, object]:
        return {"what": "size", **asdict(self)}


Typing = tuple[str, Place | None]


def run(services: int) -> Iterator[Measured]:
    """Fill the database if it is not filled for this many services; ask; bring a list in."""
    england.fill(services)
    logging.disable(logging.INFO)  # a line for each request is not what is measured
    try:
        yield from _key_strokes(services)
        yield _pages(services)
        yield _whom_to_ask()
    finally:
        logging.disable(logging.NOTSET)
    yield _size(services)
    yield from bringing_in.run(min(services, RECORDS))


def _key_strokes(services: int) -> Iterator[Asking]:
    chance = random.Random(services)
    there = _some(services, chance)
    search("warm up", there[0][1])
    kinds: dict[str, Callable[[str], str]] = {
        "two letters": lambda name: chance.choice(name.split())[:2],
        "a beginning": partial(_begun, chance),
        "a slip of the key": partial(_slip, chance),
        "everyday words": lambda _name: chance.choice(EVERYDAY),
    }
    every: list[Typing] = []
    for what, make in kinds.items():
        for placed in (True, False):
            typed = [(make(name), place if placed else None) for name, place in there]
            every += typed
            where = "near a postcode" if placed else "without a place"
            took, rows = each(_search, typed)
            plain, _ = each(_nearest, there)
            yield _asking(f"{what}, {where}", took, rows, KEY_MS, "the nearest 24 rows", plain)
    yield _over_http(chance.sample(every, min(RUNS, len(every))))


def _asking(
    what: str, took: list[float], rows: int, promised: float, reference: str, plain: list[float]
) -> Asking:
    ask = partial(percentile, took)
    return Asking(
        what, len(took), rows, ask(0.5), ask(0.95), ask(0.99), percentile(plain, 0.95), promised,
        reference,
    )  # fmt: skip


def _search(typed: Typing) -> int:
    return len(search(*typed).groups)


def _nearest(there: tuple[str, Place]) -> int:
    point = there[1].point
    assert point is not None
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "select service_id from directory_findable order by point <-> %s::point limit 24",
            [f"({point.easting},{point.northing})"],
        )
        return len(cursor.fetchall())


def _over_http(typed: list[Typing]) -> Asking:
    client = Client(headers={"host": "127.0.0.1"})

    def ask(given: Typing) -> int:
        caches["quick"].clear()  # nobody types so fast for so long
        text, place = given
        near = place.postcode if place is not None else ""
        answer = client.post(reverse("find-suggest"), {"text": text, "near": near})
        return len(answer.json()["options"])

    took, rows = each(ask, typed)
    return _asking("any of these, over HTTP", took, rows, KEY_MS, *_nothing(client))


def _nothing(client: Client) -> tuple[str, list[float]]:
    took, _ = each(lambda _: client.get("/no/such/page").status_code, range(50))
    return "the page for what is not there", took


def _pages(services: int) -> Asking:
    client = Client(headers={"host": "127.0.0.1"})
    chance = random.Random(services)
    ids = [england.made_id(2, chance.randrange(services)) for _ in range(RUNS)]

    def ask(service_id: UUID) -> int:
        return int(client.get(reverse("group", args=[service_id])).status_code == 200)

    took, shown = each(ask, ids)
    return _asking("the page of a group", took, shown, PAGE_MS, *_nothing(client))


def _whom_to_ask() -> Asking:
    """As the job does each hour."""
    took, rows = each(lambda today: len(due_candidates(today)), [clock.today()] * 5)
    client = Client(headers={"host": "127.0.0.1"})
    return _asking("whom to ask next", took, rows, ASKING_MS, *_nothing(client))


def _some(services: int, chance: random.Random) -> list[tuple[str, Place]]:
    """Names that are there, each with a place where somebody else lives."""
    ids = [england.made_id(2, chance.randrange(services)) for _ in range(RUNS)]
    with connections["bulk"].cursor() as cursor:
        cursor.execute("select name from directory_service where id = any(%s)", [ids])
        names = [name for (name,) in cursor.fetchall()]
    return list(zip(names, (place for place, _ in england.places(services + 1)), strict=False))


def _begun(chance: random.Random, name: str) -> str:
    """Some words of a name, the last of them unfinished."""
    words = name.split()
    many = chance.randint(1, len(words))
    last = words[many - 1]
    return " ".join([*words[: many - 1], last[: chance.randint(2, max(2, len(last)))]])


def _slip(chance: random.Random, name: str) -> str:
    """A long word of a name, two letters of which changed places."""
    word = max(name.split(), key=len)
    at = chance.randrange(1, len(word) - 1) if len(word) > 2 else 0
    return word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]


def _size(services: int) -> Size:
    with connections["bulk"].cursor() as cursor:
        cursor.execute(
            "select pg_database_size(current_database()),"
            " pg_total_relation_size('directory_findable')"
            " + pg_total_relation_size('directory_word')"
        )
        database, of_search = cursor.fetchone() or (0, 0)
    return Size(services, database, of_search)
