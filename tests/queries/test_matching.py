"""The directory in the database and the pure rules give one and the same answer."""

from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkwell.access.rules import operator
from linkwell.directory.actions.lists import import_all
from linkwell.directory.drafts import Draft
from linkwell.directory.importing import import_sheet
from linkwell.directory.models import Service
from linkwell.directory.queries import listed, postcodes
from linkwell.directory.rules import (
    Day,
    KnownBy,
    Listing,
    LocationType,
    Offered,
    Session,
    Status,
    Where,
)
from linkwell.kernel.geography import Point
from linkwell.kernel.ids import new_id
from linkwell.matching.factors import Candidate
from linkwell.matching.queries import match
from linkwell.matching.request import Request, read_request
from linkwell.matching.rules import Answer, rank
from linkwell.needs.rules import Need

pytestmark = pytest.mark.django_db

BY = operator("tests")
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
SHEETS = Path(__file__).parents[1] / "sheets"


def ask(**data: Any) -> Answer:
    return match(read_request(data, postcodes()), now=NOW)


def test_the_main_job_in_small() -> None:
    for name in ("food_banks.csv", "charities.csv"):
        import_sheet((SHEETS / name).read_bytes(), publisher=name, by=BY)
    answer = ask(at="M33 7BZ", need=["food"], text="free food parcel, no referral needed")
    assert answer.options[0].name == "Tidewater Kitchen"
    assert answer.considered == 11
    assert answer.hidden == {"Closed": 1}
    assert [option.score for option in answer.options] == sorted(
        (option.score for option in answer.options), reverse=True
    )


def test_words_alone_without_a_place_answer_too() -> None:
    import_sheet((SHEETS / "charities.csv").read_bytes(), publisher="x", by=BY)
    assert [option.name for option in ask(text="lonely").options] == ["Sale Lock Befrienders"]
    assert [option.name for option in ask(text="in debt").options] == ["Far Off Welfare"]


def test_danger_words_ask_nothing_of_the_directory(
    django_assert_num_queries: Any,
) -> None:
    with django_assert_num_queries(0):
        answer = ask(text="he hits me")
    assert answer.help
    assert answer.options == ()


def test_an_empty_directory_answers_with_nothing() -> None:
    answer = ask(at="M33 7BZ", need=["food"])
    assert (answer.considered, answer.options, answer.hidden) == (0, (), {})


HERE = Point(378944, 392758)
wheres = st.builds(
    Where,
    st.sampled_from(list(LocationType)),
    point=st.none()
    | st.builds(
        lambda east, north: Point(HERE.easting + east, HERE.northing + north),
        st.integers(-15_000, 15_000),
        st.sampled_from([0, 6_000, 10_000]),
    ),
)
listings = st.builds(
    Listing,
    source_id=st.uuids().map(str),
    name=st.sampled_from(["Tuesday Table", "Money Desk", "Choir"]),
    organization=st.just("Some group"),
    status=st.sampled_from(list(Status)),
    serves=st.sampled_from([(), ("E08000009",), ("E08000003",), ("E08000003", "E08000009")]),
    where=st.none() | wheres,
    free=st.sampled_from([None, True, False]),
    minimum_age=st.sampled_from([None, 18, 75]),
    languages=st.sampled_from([(), ("ur",), ("pl",)]),
    needs=st.sampled_from(
        [(), (Offered(Need.FOOD, KnownBy.DECLARED),), (Offered(Need.FOOD, KnownBy.INFERRED, "x"),)]
    ),
)


@given(st.lists(listings, max_size=8), st.sampled_from([1.0, 9.999, 10.0, 12.5]))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_database_hides_what_the_rules_hide(some: list[Listing], km: float) -> None:
    import_all([Draft(0, "org", one) for one in some], publisher=str(new_id()), by=BY)
    place = postcodes().place("M33 7BZ")
    request = Request(place, (Need.FOOD,), "choir", km=km, top=100)
    if km > 10:
        request = replace(request, age=74, free=True, language="ur")
    everything = [
        Candidate(one.service_id, one.listing, _metres(one.listing))
        for one in listed(Service.objects.values_list("id", flat=True))
    ]
    assert match(request, now=NOW).to_json() == rank(request, everything, NOW).to_json()


def _metres(listing: Listing) -> float | None:
    point = listing.where.point if listing.where else None
    return point.metres_to(HERE) if point else None


def test_the_nearer_of_two_stands_first() -> None:
    import_all(
        [
            Draft(0, "org", replace(_food, source_id=str(north), where=_at(north)))
            for north in (3_000, 1_000)
        ],
        publisher="x",
        by=BY,
    )
    answer = ask(at="M33 7BZ", need=["food"])
    assert [option.distance_m for option in answer.options] == [1_000, 3_000]


_food = Listing("", "Table", "Org", needs=(Offered(Need.FOOD, KnownBy.DECLARED),))


def _at(north: int) -> Where:
    return Where(LocationType.PHYSICAL, point=Point(HERE.easting, HERE.northing + north))


def test_ages_languages_days_and_costs_are_kept_and_counted() -> None:
    """What comes back from the database passes the same gates as what went in."""
    monday = (Session(Day.MO, time(13), time(14)),)
    steps = replace(_at(500), step_free=False)
    shut: list[dict[str, Any]] = [
        {"minimum_age": 75}, {"languages": ("en", "pl")}, {"where": steps}, {"free": False},
        {"sessions": monday}, {"eligibility": "Women only"}, {},
    ]  # fmt: skip
    listings = [replace(_food, source_id=str(number), **said) for number, said in enumerate(shut)]
    import_all([Draft(0, "org", one) for one in listings], publisher="x", by=BY)
    fit = {
        "age": 74, "gender": "male", "language": "ur", "step_free": True, "free": True,
        "day": ["tue"],
    }  # fmt: skip
    for asked_for in ({"need": ["food"]}, {"text": "food"}, {"text": "food", "at": "M33 7BZ"}):
        answer = ask(**asked_for, **fit)
        assert list(answer.hidden) == [
            "For other ages", "Only for another gender", "In other languages", "Not step-free",
            "Not free", "Not on that day",
        ]  # fmt: skip
        assert set(answer.hidden.values()) == {1}
        assert (answer.considered, [one.source_id for one in answer.options]) == (7, ["6"])
        assert {key: answer.query[key] for key in fit} == fit
