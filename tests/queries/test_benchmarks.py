"""The benchmarks fill tables by themselves: with few people they must do what they do with many."""

import pytest

from linkwell.config.bench import access, directory, pages
from linkwell.directory.models import Attribute, Schedule, Service

pytestmark = [
    pytest.mark.long,
    pytest.mark.django_db(transaction=True, databases="__all__"),
]


def test_no_page_asks_more_for_a_full_caseload(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "SERVICES", 2)
    monkeypatch.setattr(access, "WORKERS", 6)
    monkeypatch.setattr(pages, "WORKERS", 2)
    monkeypatch.setattr(pages, "RUNS", 2)
    timings = list(pages.run(2_400))
    assert [timing.what for timing in timings] == [name for name, _ in pages.PAGES]
    asked = {timing.what: timing.rows for timing in timings}
    assert max(asked.values()) <= pages.MOST_QUERIES, asked


def test_the_made_up_list_is_a_list_like_others() -> None:
    """It comes in whole, again without change, and holds what costs time: words, hours, places."""
    first, again = directory.run(600)
    assert (first.records, again.records) == (600, 600)
    assert Service.objects.count() == 600
    assert Attribute.objects.count() > 400
    assert Schedule.objects.exclude(byday="").count() > 300
    assert "600 records in" in str(first)
    assert first.as_json()["met"] == (first.a_second >= directory.PROMISED)
