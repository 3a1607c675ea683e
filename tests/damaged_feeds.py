"""Feeds as publishers write them, damaged: bytes, keys, types, nesting, envelopes. By a seed."""

import json
import random
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from tests.damage import NASTY
from tests.feed_server import page_1, page_3
from tests.feeds import hsds3, oruk1

PAGES, SIZE = 2, 3
ODD: tuple[Any, ...] = (
    None, True, -1, 1e308, 10**40, "", [], {}, [[]], {"id": None}, ["x"], "x" * 9_000, "\0",
    "\ud800", "2026-13-45", "not-a-uuid", {"a": {"b": {"c": []}}}, float("nan"), *NASTY[:8],
)  # fmt: skip


def feed(seed: int) -> list[bytes]:
    """The pages of a feed, one or more of them damaged."""
    chance = random.Random(seed)
    pages = [_page(chance, seed % 2 == 0, number) for number in range(1, PAGES + 1)]
    for _ in range(chance.randint(1, 4)):
        page = chance.choice(pages)
        chance.choice(_TO_VALUES)(chance, page)
    sent = [json.dumps(page).encode() for page in pages]
    for _ in range(chance.choice([0, 0, 1, 2])):
        at = chance.randrange(PAGES)
        sent[at] = chance.choice(_TO_BYTES)(chance, sent[at])
    return sent


def _page(chance: random.Random, is_old: bool, number: int) -> dict[str, Any]:
    make, envelope = (oruk1, page_1) if is_old else (hsds3, page_3)
    records = []
    for place in range(SIZE):
        at = number * SIZE + place
        own_id = f"choir-{at}" if is_old else f"6a0f7d3e-4a54-4a4c-8a39-6c7d0f1b{at:04}"
        records.append(make(id=own_id, name=f"Choir {at}", description=chance.choice("abc") * at))
    return envelope(records, number, PAGES)


def _somewhere(chance: random.Random, value: Any) -> Any:
    """A dict or list within, near or deep, that has something in it."""
    while True:
        inner = value.values() if isinstance(value, dict) else value
        deeper = [one for one in inner if isinstance(one, dict | list) and one]
        if not deeper or chance.random() < 0.25:
            return value
        value = chance.choice(deeper)


def _place(chance: random.Random, page: Any) -> tuple[Any, Any]:
    within = _somewhere(chance, page)
    return within, chance.choice([*within] if isinstance(within, dict) else range(len(within)))


def _other_type(chance: random.Random, page: Any) -> None:
    within, key = _place(chance, page)
    within[key] = deepcopy(chance.choice(ODD))


def _rename(chance: random.Random, page: Any) -> None:
    within, key = _place(chance, page)
    if isinstance(within, dict):
        within[chance.choice(["", "id", "ID", "name", "contents", f"{key}s"])] = within.pop(key)


def _drop(chance: random.Random, page: Any) -> None:
    within, key = _place(chance, page)
    del within[key]


def _swap(chance: random.Random, page: Any) -> None:
    within, key = _place(chance, page)
    other, place = _place(chance, page)
    within[key], other[place] = json.loads(json.dumps([other[place], within[key]]))


def _nest(chance: random.Random, page: Any) -> None:
    within, key = _place(chance, page)
    for _ in range(chance.choice([1, 3, 200])):
        within[key] = [within[key]] if chance.random() < 0.5 else {str(key): within[key]}


def _repeat(chance: random.Random, page: Any) -> None:
    within = _somewhere(chance, page)
    if isinstance(within, list):
        within *= chance.choice([2, 20])


def _cut(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randint(0, len(data))]


def _flip(chance: random.Random, data: bytes) -> bytes:
    changed = bytearray(data or b" ")
    for _ in range(chance.randint(1, 12)):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _nasty(chance: random.Random, data: bytes) -> bytes:
    at = chance.randint(0, len(data))
    return data[:at] + chance.choice(NASTY).encode() + data[at:]


def _deep(chance: random.Random, data: bytes) -> bytes:
    at, sign = chance.randint(0, len(data)), chance.choice([b"[", b'{"a":', b"]", b"}"])
    return data[:at] + sign * chance.choice([1, 50, 5_000]) + data[at:]


_TO_VALUES: tuple[Callable[[random.Random, Any], None], ...] = (
    _other_type, _other_type, _other_type, _rename, _rename, _drop, _swap, _nest, _repeat,
)  # fmt: skip
_TO_BYTES: tuple[Callable[[random.Random, bytes], bytes], ...] = (_cut, _flip, _flip, _nasty, _deep)
