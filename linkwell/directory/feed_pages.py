"""A feed is read from its address: page after page, and service by service where a list is short.

A page is read, its records are kept as `feeds` reads them, and the page is forgotten. A feed that
breaks on the way brings nothing: half a list looks like one from which services were taken out.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from linkwell.directory import feeds
from linkwell.directory.feeds import Format, Record
from linkwell.directory.fetching import Answer
from linkwell.kernel.errors import InputAtFault

Get: TypeAlias = Callable[[str, Mapping[str, str]], Answer]

_MOST_PAGES = 5_000
_MOST_UNTOLD = 100  # where a list does not say how many it has
_MOST_VALUES = 2_000_000  # of the feed
_MOST_AT_ONCE = 500_000  # of one answer: each may cost 232 bytes, however short it is written
_MOST_SERVICES = 20_000
_GONE = (404, 410)
_WHOLE = frozenset(("service_at_locations", "locations", "schedules", "regular_schedules"))


@dataclass(frozen=True)
class Version:
    """Of which version one answer was, for asking next time whether it is still that."""

    url: str
    version: Mapping[str, str]


@dataclass(frozen=True)
class Feed:
    """What a feed says; `versions` is empty where any of its answers tells none."""

    records: tuple[Record, ...]
    versions: tuple[Version, ...]


def is_unchanged(versions: tuple[Version, ...], get: Get) -> bool:
    """Is every answer that the feed was read from still the same? One question for each of them,
    until the first that is not."""
    return bool(versions) and all(get(one.url, one.version).status == 304 for one in versions)


def read_feed(url: str, format: Format, get: Get) -> Feed:
    """The whole feed at an address: its list of services, or what that list stands under.

    Raises InputAtFault, which says on which page and why, where any of it cannot be read.
    """
    reading = _Reading(get)
    records = feeds.read(reading.services(url), format)
    told = all(one.version for one in reading.versions)
    return Feed(tuple(records), tuple(reading.versions) if told else ())


class _Reading:
    def __init__(self, get: Get) -> None:
        self._get = get
        self._values = 0
        self._has_details: bool | None = None  # not asked yet
        self.versions: list[Version] = []

    def services(self, url: str) -> Iterator[Any]:
        """Every service, as the feed has it, from the first page to the last."""
        answer, page = self._first(url)
        base, is_short = str(answer.address), _is_short(answer, page)
        first, number, count = _number(page), 1, 0
        seen: set[str] = set()
        while True:
            services = feeds.services_in(page)
            where = f"{answer.address.told}, page {number}"
            if number > 1 and not services:
                raise InputAtFault("The page is empty, and was not to be", where=where)
            count += len(services)
            if count > _MOST_SERVICES:
                raise InputAtFault(
                    f"The feed has more than {_MOST_SERVICES:,} services", where=where
                )
            _check_new(services, seen, where)
            for one in services:
                if not is_short:
                    yield one
                elif (whole := self._whole(one, base)) is not None:
                    yield whole
            if not _goes_on(page, number, where):
                return
            answer = self._asked(_with_page(base, first + number))
            number += 1
            page = self._page(answer, number)

    def _first(self, url: str) -> tuple[Answer, Any]:
        """The list itself; or the one under the address, where that is the feed's front door."""
        answer = self._asked(url)
        page = None if answer.status in _GONE else self._page(answer, 1)
        if page is None or _is_front_door(page):
            parts = urlsplit(str(answer.address))
            if not parts.path.endswith("/services"):
                path = f"{parts.path.rstrip('/')}/services"
                self.versions.clear()
                answer = self._asked(urlunsplit(parts._replace(path=path)))
            page = self._page(answer, 1)
        if _is_front_door(page):
            raise InputAtFault(
                "This is no service, nor a list of services", where=answer.address.told
            )
        return answer, page

    def _asked(self, url: str) -> Answer:
        answer = self._get(url, {})
        self.versions.append(Version(url, answer.version))
        return answer

    def _page(self, answer: Answer, number: int) -> Any:
        where = f"{answer.address.told}, page {number}"
        if answer.status in _GONE:
            raise InputAtFault(f"There is nothing there ({answer.status})", where=where)
        value = self._value(answer, where)
        if number > 1 and not _is_list(value):
            raise InputAtFault("The page is no list of services", where=where)
        return value

    def _value(self, answer: Answer, where: str) -> Any:
        """What an answer says, once it is known to have room here."""
        data = answer.body
        try:
            if data.startswith(b"PK"):
                raise InputAtFault("A zip of tables comes in whole, not as a page of a feed")
            values = feeds.values_in(data)
            self._values += values
            if values > _MOST_AT_ONCE or self._values > _MOST_VALUES:
                raise InputAtFault("The feed holds more values than there is room for")
            return feeds.value_of(data)
        except InputAtFault as fault:
            raise InputAtFault(fault.sentence, where=where) from None

    def _whole(self, one: Any, base: str) -> Any:
        """The service itself, of which a list tells the name; None where it is gone meanwhile.

        Where the very first cannot be had, the feed has no more than its list.
        """
        own_id = str(one.get("id") or "") if isinstance(one, dict) else ""
        if not own_id or self._has_details is False:
            return one
        parts = urlsplit(base)
        path = f"{parts.path}/{quote(own_id, safe='')}"
        answer = self._asked(urlunsplit(parts._replace(path=path, query="")))
        if answer.status in _GONE:
            if self._has_details is None:
                self._has_details = False
                return one
            return None
        self._has_details = True
        value = self._value(answer, answer.address.told)
        if not isinstance(value, dict) or str(value.get("id")) != own_id:
            raise InputAtFault("This is another service than asked for", where=answer.address.told)
        return value


def _is_list(value: Any) -> bool:
    return isinstance(value, list) or (
        isinstance(value, dict) and feeds.services_in(value) != [value]
    )


def _is_front_door(value: Any) -> bool:
    """It tells of the feed, and holds none of it: a version, links, a greeting."""
    return not _is_list(value) and not (isinstance(value, dict) and "id" in value)


def _is_short(answer: Answer, page: Any) -> bool:
    """Does the list leave out where and when? Then so does each of its records."""
    services = feeds.services_in(page)
    has_details = answer.address.path.partition("?")[0].endswith("/services")
    return has_details and not any(
        isinstance(one, dict) and _WHOLE & one.keys() for one in services
    )


def _told(page: Any, *names: str) -> Any:
    """What the envelope of a page says under the first of these names that it has."""
    if not isinstance(page, dict):
        return None
    return next((page[name] for name in names if name in page), None)


def _whole_number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _number(page: Any) -> int:
    """The number of the first page: 1, but some count from 0."""
    return 0 if _whole_number(_told(page, "page_number", "number")) == 0 else 1


def _goes_on(page: Any, number: int, where: str) -> bool:
    """Is there a page after this one, by what it says of itself?"""
    total = _whole_number(_told(page, "total_pages", "totalPages"))
    if total is not None and total > _MOST_PAGES:
        raise InputAtFault(f"The list has more than {_MOST_PAGES:,} pages", where=where)
    if total is not None:
        return number < total
    goes_on = _told(page, "last_page", "last") is False
    if goes_on and number >= _MOST_UNTOLD:
        told = f"The list goes on after {number} pages, and does not say how many it has"
        raise InputAtFault(told, where=where)
    return goes_on


def _check_new(services: list[Any], seen: set[str], where: str) -> None:
    """A page of which everything was there before is the beginning of a circle."""
    keys = {_key(one) for one in services}
    if keys and keys <= seen:
        raise InputAtFault("The page repeats what earlier pages said", where=where)
    seen |= keys


def _key(one: Any) -> str:
    own_id = one.get("id") if isinstance(one, dict) else None
    return str(own_id) if own_id else json.dumps(one, sort_keys=True)


def _with_page(url: str, number: int) -> str:
    parts = urlsplit(url)
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True)
             if name != "page"]  # fmt: skip
    return urlunsplit(parts._replace(query=urlencode([*query, ("page", str(number))])))
