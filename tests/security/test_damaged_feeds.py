"""Whatever a feed has suffered, it comes in or is refused in sentences; no record comes in by half,
and of a feed that breaks on the way nothing does. T13 of the threat model.

40 feeds here, 1,000 by `make bars ONLY=fetching` (LINKWELL_DAMAGED_FEEDS).
"""

import os

import pytest

from linkwell.access.rules import operator
from linkwell.directory import hsds
from linkwell.directory.feeds import Format
from linkwell.directory.fetching import Fetcher, Limits
from linkwell.directory.importing import Report
from linkwell.directory.models import Publisher, Service, SourceRecord
from linkwell.directory.remote import import_from_address
from linkwell.kernel.errors import InputAtFault
from tests.damaged_feeds import feed
from tests.feed_server import Asked, Sent, Server, serving, whole

pytestmark = [
    pytest.mark.security,
    pytest.mark.django_db(transaction=True, databases="__all__"),
]

FEEDS = int(os.environ.get("LINKWELL_DAMAGED_FEEDS", "40"))


def bring_in(server: Server, seed: int) -> Report:
    return import_from_address(
        server.url(f"/{seed}/services"),
        Format.AUTO,
        Fetcher(Limits(pause=0), or_loopback=True).get,
        publisher=f"Publisher {seed}",
        by=operator(),
    )


def tried(server: Server, seed: int) -> Report | None:
    try:
        return bring_in(server, seed)
    except InputAtFault as fault:
        told = fault.sentence
    assert 10 < len(told) < 600, seed
    return None


def answer(asked: Asked) -> Sent:
    pages = feed(int(asked.path.split("/")[1]))
    if "/services/" in asked.path or not 1 <= asked.page <= len(pages):
        return whole(b"", "404 Not Found")
    return whole(pages[asked.page - 1])


def test_damaged_feeds_come_in_whole_or_not_at_all() -> None:
    came, refused, broken = 0, 0, 0
    with serving(answer) as server:
        for seed in range(FEEDS):
            report = tried(server, seed)
            if report is None:
                assert not Publisher.objects.filter(name=f"Publisher {seed}").exists(), seed
                broken += 1
                continue
            check(report, seed)
            again = bring_in(server, seed)
            assert again.tally.unchanged == report.came_in == again.came_in, seed
            came += report.came_in
            refused += len(report.refused)
    print(f"{FEEDS} feeds: {came} records in, {refused} refused, {broken} feeds refused whole")
    assert came > FEEDS  # they are not damaged beyond all use
    assert refused > FEEDS / 5
    assert broken > FEEDS / 10


def check(report: Report, seed: int) -> None:
    """What is in the database is what was told, and each record is whole."""
    publisher = report.publisher
    assert Service.objects.filter(publisher__name=publisher).count() == report.came_in, seed
    records = list(SourceRecord.objects.filter(publisher__name=publisher))
    assert len(records) == report.came_in, seed
    for one in records:
        document, findings = hsds.read(one.document)
        assert all("/" in finding.where for finding in findings), (seed, findings)
        assert document == one.document, seed
    assert all(10 < len(refusal.sentence) < 2_000 for refusal in report.refused), seed
