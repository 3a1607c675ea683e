"""The benchmarks fill tables by themselves: with few people they must do what they do with many."""

import pytest

from linkwell.config.bench import access, pages

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


def test_no_page_asks_more_for_a_full_caseload(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "SERVICES", 2)
    monkeypatch.setattr(access, "WORKERS", 6)
    monkeypatch.setattr(pages, "WORKERS", 2)
    monkeypatch.setattr(pages, "RUNS", 2)
    timings = list(pages.run(2_400))
    assert [timing.what for timing in timings] == [name for name, _ in pages.PAGES]
    asked = {timing.what: timing.rows for timing in timings}
    assert max(asked.values()) <= pages.MOST_QUERIES, asked
