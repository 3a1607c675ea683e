"""Search while somebody types: what is found, near first, and what is never shown."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkwell.directory import search as module
from linkwell.directory.actions.checking import find_wrong
from linkwell.directory.actions.lists import close_all, import_batch
from linkwell.directory.actions.providing import change_entry
from linkwell.directory.drafts import Draft
from linkwell.directory.edits import EditField
from linkwell.directory.findable import Findable, Word
from linkwell.directory.freshness import Trouble
from linkwell.directory.handlers import write_what_is_missing
from linkwell.directory.hearing import heard_in
from linkwell.directory.models import Service
from linkwell.directory.queries import postcodes
from linkwell.directory.rules import Listing, LocationType, Status, Where
from linkwell.directory.search import Found, search
from linkwell.directory.typed import Class
from linkwell.kernel import clock
from linkwell.needs.rules import Need
from linkwell.tables.writing import writing
from tests import saying, town

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
NEAR, FAR = "M33 7BP", "OL1 1AL"


@pytest.fixture(autouse=True)
def afresh() -> None:
    module._in_names.cache_clear()


def draft(number: int, name: str, about: str = "", near: str = NEAR, **said: Any) -> Draft:
    place = postcodes().place(near)
    listing = Listing(
        source_id=str(number),
        name=name,
        description=about,
        where=Where(LocationType.PHYSICAL, "Hall", place.postcode, place.point, "E08000009"),
        needs=tuple(heard_in([name, about])),
        **{"organization": "Friends", **said},
    )
    return Draft(number, str(number), listing)


DRAFTS = (
    draft(1, "Sale Walking Group", "Slow walks and tea."),
    draft(2, "Oldham Walking Group", "Slow walks.", near=FAR),
    draft(3, "St Example's Hall", "Somewhere warm to sit, with soup."),
    draft(4, "Women's Choir", "Songs. No need to read music."),
    draft(5, "Café Dosti", "A lunch club for older people who would like company."),
    draft(6, "Closed Walking Group", status=Status.INACTIVE),
    draft(7, "Open Arms Refuge", "For survivors of domestic violence. Domestic abuse support."),
)


def bring_in(*drafts: Draft) -> None:
    import_batch(drafts or DRAFTS, publisher="A list", by=saying.OPERATOR)
    town.run_deliveries()


def names(text: str, near: str = NEAR) -> list[str]:
    return [hit.name for hit in found(text, near).groups]


def found(text: str, near: str = NEAR) -> Found:
    return search(text, postcodes().place(near) if near else None)


def test_the_words_of_a_name_the_nearest_first_and_never_what_is_closed() -> None:
    bring_in()
    assert names("walking group") == ["Sale Walking Group", "Oldham Walking Group"]
    assert names("walking group", FAR) == ["Oldham Walking Group", "Sale Walking Group"]
    first = found("walking group").groups[0]
    assert first.by is Class.NAME
    assert first.metres is not None
    assert first.metres < 3_000


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("walk gr", "Sale Walking Group"),
        ("wakling", "Sale Walking Group"),
        ("wakli", "Sale Walking Group"),
        ("SALE wa", "Sale Walking Group"),
        ("womens", "Women's Choir"),
        ("women’s ch", "Women's Choir"),
        ("cafe", "Café Dosti"),
        ("dost", "Café Dosti"),
        ("dotsi", "Café Dosti"),
        ("somewhere warm to sit", "St Example's Hall"),
        ("st exam", "St Example's Hall"),
        ("songs", "Women's Choir"),
    ],
)
def test_beginnings_slips_and_everyday_words(text: str, name: str) -> None:
    bring_in()
    assert names(text)[0] == name


def test_without_a_place_rare_words_are_found_and_common_ones_by_how_a_name_begins(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bring_in()
    assert names("dosti", near="") == ["Café Dosti"]
    monkeypatch.setattr(module, "RARE", 0)  # every word is common
    assert names("walking", near="") == []
    assert names("sale walk", near="") == ["Sale Walking Group"]
    assert names("walking")[0] == "Sale Walking Group"  # of the nearest


def test_a_need_that_was_heard_finds_who_answers_it_after_those_who_say_it() -> None:
    bring_in()
    told = found("I feel lonely")
    assert told.needs == (Need.LONELINESS,)
    assert "Café Dosti" in [hit.name for hit in told.groups]
    assert {hit.by for hit in told.groups} == {Class.NEED}


def test_words_are_completed_as_names_write_them() -> None:
    bring_in()
    assert found("wom").words == ("women's",)
    assert found("walking gr").words == ("walking group",)
    assert found("walking ").words == ()
    assert found("choir gr").words == ()  # no choir is a group


def test_words_of_danger_find_nothing_here() -> None:
    bring_in()
    assert found("I want to end my life") == Found()


def test_who_is_there_for_people_who_were_harmed_comes_only_where_that_was_said() -> None:
    bring_in()
    assert "Open Arms Refuge" not in names("support")
    assert "Open Arms Refuge" not in names("arms")
    assert names("a refuge") == ["Open Arms Refuge"]


def test_what_somebody_found_closed_or_nobody_spoke_of_for_a_year_is_gone_at_once() -> None:
    bring_in()
    service = Service.objects.get(name="Café Dosti")
    until = clock.today() + timedelta(days=7)
    find_wrong(service.pk, Trouble.CLOSED, until=until, by=saying.OPERATOR)
    assert names("dosti") == []
    bring_in(draft(8, "Café Naan", checked_on=clock.today() - timedelta(days=367)))
    assert names("naan") == []
    close_all(["4"], publisher="A list", by=saying.OPERATOR)
    assert names("choir") == []


def test_what_a_group_says_of_itself_is_found_as_soon_as_it_is_said() -> None:
    bring_in()
    choir = Service.objects.get(name="Women's Choir").pk
    change_entry({EditField.DESCRIPTION: "We sing sea shanties."}, by=saying.group(choir))
    town.run_deliveries()
    assert names("shanties") == ["Women's Choir"]
    assert names("songs") == []


def test_what_came_in_before_there_was_a_search_is_written_by_the_sweep() -> None:
    import_batch(DRAFTS, publisher="A list", by=saying.OPERATOR)
    assert names("dosti") == []
    assert write_what_is_missing(clock.now()) == len(DRAFTS)
    assert names("dosti") == ["Café Dosti"]
    assert write_what_is_missing(clock.now()) == 0


def counted() -> dict[str, tuple[int, int]]:
    with connections["bulk"].cursor() as cursor:
        cursor.execute(
            "select word.lexeme, count(*), count(*) filter (where 'A' = any(word.weights))"
            " from directory_findable, unnest(words) as word group by 1"
        )
        return {word: (rows, in_names) for word, rows, in_names in cursor.fetchall()}


WORDS = st.lists(st.sampled_from(("walking", "tea", "choir", "café", "women's", "in")), max_size=4)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.integers(1, 3), WORDS, WORDS), min_size=1, max_size=4))
def test_the_counts_of_words_are_those_of_the_rows(told: list[tuple[int, Any, Any]]) -> None:
    """Whatever comes in, comes in again, or changes."""
    for number, name, about in told:
        bring_in(draft(number, " ".join(["Group", *name]), " ".join(about)))
    kept = Word.objects.values_list("word", "rows", "names")
    assert {word: (rows, n) for word, rows, n in kept if rows} == counted()
    assert Findable.objects.count() == Service.objects.count()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.text(max_size=40) | st.text("'\\\\:*&|!()<->%_ wa", max_size=40), st.sampled_from((NEAR, ""))
)
def test_whatever_is_typed_is_answered(text: str, near: str) -> None:
    if not Findable.objects.exists():
        bring_in()
    assert len(found(text, near).groups) <= 8


def test_no_search_asks_the_database_more_than_three_times(
    django_assert_max_num_queries: Any,
) -> None:
    bring_in()
    for text in ("walk gr", "wakling", "somewhere warm to sit"):
        with django_assert_max_num_queries(5):
            found(text)


def test_slips_are_mended_towards_new_words_within_minutes() -> None:
    bring_in()
    with time_machine.travel(datetime(2026, 11, 30, 12, tzinfo=UTC), tick=False) as moment:
        assert names("shanteis") == []
        bring_in(draft(9, "Sea Shanties"))
        moment.shift(timedelta(minutes=11))
        assert names("shanteis") == ["Sea Shanties"]


def test_nobody_else_writes_what_search_reads() -> None:
    with pytest.raises(RuntimeError):
        Word(word="x", rows=1, names=1).save()
    with writing():
        Word(word="x", rows=1, names=1).save()
