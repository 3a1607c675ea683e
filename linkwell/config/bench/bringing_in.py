"""What it takes to bring a list in: records a second, the first time and unchanged again.

It comes into the directory that is there, as an operator brings it in: bytes of a sheet made up by
a seed, read, mapped, drafted, written with its events. What search reads is written after it, as
the worker does. The reference beside it is COPY of the very rows that this left, into tables of the
same columns and indexes.
"""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from django.db import connections

from linkwell.access.rules import operator
from linkwell.config.bench.made_up import MAPPING, made_up
from linkwell.directory.handlers import write_what_is_missing
from linkwell.directory.importing import import_sheet
from linkwell.directory.mapping import Mapping, read_mapping
from linkwell.kernel import clock
from linkwell.kernel.errors import NotReady

PROMISED = 1_500.0  # records a second
PUBLISHER = "Bench"
_OF_IT = "publisher_id = (select id from directory_publisher where name = %(publisher)s)"
_ITS_SERVICES = f"service_id in (select id from directory_service where {_OF_IT})"  # noqa: S608
_TABLES = {
    "organization": _OF_IT,
    "service": _OF_IT,
    "location": _OF_IT,
    "serviceatlocation": _ITS_SERVICES,
    "schedule": _ITS_SERVICES,
    "attribute": _ITS_SERVICES,
}
_FORGET = (
    *((table, _ITS_SERVICES) for table in ("findable", "suggestion", "check", "attribute",
                                           "schedule", "serviceatlocation", "sourcerecord")),
    *((table, _OF_IT) for table in ("service", "location", "organization", "taxonomyterm")),
)  # fmt: skip


@dataclass(frozen=True)
class Rate:
    """Records that came in within some seconds, and how many a plain COPY of the rows takes in."""

    what: str
    records: int
    seconds: float
    cpu_seconds: float  # our own work, on both cores; waiting for the database is none
    reference_seconds: float
    promised: float

    @property
    def a_second(self) -> float:
        return self.records / self.seconds

    @property
    def met(self) -> bool:
        return self.a_second >= self.promised

    def __str__(self) -> str:
        return (
            f"{self.what}: {self.records:,} records in {self.seconds:.1f} s"
            f" ({self.cpu_seconds:.1f} s of our own CPU),"
            f" {self.a_second:,.0f} a second; COPY of the same rows {self.reference_seconds:.1f} s,"
            f" {self.records / self.reference_seconds:,.0f} a second; at least"
            f" {self.promised:,.0f} a second: {'met' if self.met else 'NOT MET'}"
        )

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "a_second": self.a_second, "met": self.met}


def run(records: int) -> Iterator[Rate]:
    """Forget the list of last time, bring it in; then the same list again."""
    _forget()
    data, mapping = made_up(records), read_mapping(MAPPING, name="bench.toml")
    first = _seconds(lambda: _bring_in(data, mapping, created=records))
    again = _seconds(lambda: _bring_in(data, mapping, created=0))
    plain = _copied()
    yield Rate("first import", records, *first, plain, PROMISED)
    yield Rate("the same list again, unchanged", records, *again, plain, PROMISED)
    written = _seconds(lambda: write_what_is_missing(clock.now()))
    yield Rate("written for search, after the import", records, *written, plain, PROMISED)


def _forget() -> None:
    with connections["bulk"].cursor() as cursor:
        cursor.execute("set statement_timeout = 0")
        for table, which in _FORGET:
            delete = f"delete from directory_{table} where {which}"  # noqa: S608
            cursor.execute(delete, {"publisher": PUBLISHER})
        cursor.execute("analyze directory_service, directory_sourcerecord, directory_location")


def _bring_in(data: bytes, mapping: Mapping, *, created: int) -> None:
    report = import_sheet(data, publisher=PUBLISHER, by=operator("bench"), mapping=mapping)
    if report.tally.created != created or report.refused:
        raise NotReady(f"The made-up list did not come in as it should: {report.tally}")


def _seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and those of our own CPU, on whatever core."""
    began, busy = time.perf_counter(), sum(os.times()[:4])
    work()
    return time.perf_counter() - began, sum(os.times()[:4]) - busy


def _copied() -> float:
    """Seconds that COPY needs for the rows that are there, into temporary tables like theirs."""
    took = 0.0
    with connections["bulk"].cursor() as cursor:
        for table, which in _TABLES.items():
            chosen = f"(select * from directory_{table} where {which})"  # noqa: S608
            with cursor.copy(
                f"copy {chosen} to stdout (format binary)", {"publisher": PUBLISHER}
            ) as out:
                rows = b"".join(bytes(block) for block in out)
            cursor.execute(
                f"create temp table plain_{table} (like directory_{table} including all)"
            )

            def bring_in(table: str = table, rows: bytes = rows) -> None:
                with cursor.copy(f"copy plain_{table} from stdin (format binary)") as into:
                    into.write(rows)

            took += _seconds(bring_in)[0]
            cursor.execute(f"drop table plain_{table}")
    return took
