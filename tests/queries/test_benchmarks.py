"""The benchmarks fill tables by themselves: with few people they must do what they do with many."""

import json

import pytest

from linkwell.config.bench import access, bringing_in, directory, pages
from linkwell.directory.findable import Findable, Word
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


def test_a_directory_like_englands_is_asked_as_people_type(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small, it is asked the same questions; what is typed finds something, as a rule."""
    monkeypatch.setattr(directory, "RUNS", 12)
    monkeypatch.setattr(directory, "RECORDS", 100)
    timings = list(directory.run(3_000))
    asked = {one.what: one for one in timings if isinstance(one, directory.Asking)}
    assert len(asked) == 2 * 4 + 3
    for what in ("two letters", "a beginning", "a slip of the key", "everyday words"):
        assert asked[f"{what}, near a postcode"].rows, what
    assert asked["any of these, over HTTP"].rows
    assert asked["the page of a group"].rows == 1
    assert asked["whom to ask next"].rows
    assert Word.objects.get(word="choir").rows == Findable.objects.filter(words="choir").count()
    assert Service.objects.count() == 3_100
    assert all(json.dumps(one.as_json()) for one in timings)
    assert len(list(directory.run(3_000))) == len(timings)  # filled already: it is asked again
    assert Service.objects.count() == 3_100


def test_the_made_up_list_is_a_list_like_others() -> None:
    """It comes in whole, again without change, and holds what costs time: words, hours, places."""
    first, again, written = bringing_in.run(600)
    assert written.records == Findable.objects.count() == 600
    assert (first.records, again.records) == (600, 600)
    assert Service.objects.count() == 600
    assert Attribute.objects.count() > 400
    assert Schedule.objects.exclude(byday="").count() > 300
    assert "600 records in" in str(first)
    assert first.as_json()["met"] == (first.a_second >= bringing_in.PROMISED)
