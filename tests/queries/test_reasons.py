"""Every sentence that is shown of a service is true of its record, by an oracle of its own."""

from datetime import date, time
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkwell.access.rules import operator
from linkwell.directory.actions.lists import import_all
from linkwell.directory.drafts import Draft
from linkwell.directory.queries import postcodes
from linkwell.directory.rules import (
    Day,
    KnownBy,
    Listing,
    LocationType,
    Offered,
    ReferralRoute,
    Session,
    Status,
    Where,
)
from linkwell.kernel.geography import Point
from linkwell.matching.queries import match
from linkwell.matching.request import read_request
from linkwell.needs.rules import Need
from tests.records import RECORDS, read_records
from tests.town import seed
from tests.truth import Here, untrue

pytestmark = pytest.mark.django_db

TEXTS = (
    "", "lonely, loves to sing", "in debt and behind with the bills",
    "free food, no referral needed",
    "walking by the canal, cooking, gardening", "not good with computers", "knits, and has a dog",
    "women who talk over tea about grief and debts", "gets breathless, no steps please",
)  # fmt: skip
PLACES = ("M33 7BZ", "M32 9AF", "WA14 1LL")
requests = st.fixed_dictionaries(
    {"top": st.just(100)},
    optional={
        "at": st.sampled_from(PLACES),
        "need": st.lists(st.sampled_from([str(need) for need in Need]), min_size=1, max_size=3),
        "text": st.sampled_from(TEXTS),
        "km": st.sampled_from([0.5, 3.0, 10.0]),
        "age": st.sampled_from([10, 40, 78]),
        "gender": st.sampled_from(["female", "male", "other"]),
        "language": st.sampled_from(["ur", "pl", "en"]),
        "step_free": st.booleans(),
        "free": st.booleans(),
        "day": st.lists(st.sampled_from(["mon", "tue", "sat"]), min_size=1, max_size=2),
    },
)
some = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def records() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(RECORDS)
        return read_records(cursor.fetchone()[0])


def here(request: dict[str, Any]) -> Here | None:
    if "at" not in request:
        return None
    place = postcodes().place(request["at"])
    assert place.point is not None
    return Here(place.point.easting, place.point.northing, place.authority or "")


def ask(request: dict[str, Any]) -> dict[str, Any]:
    return match(read_request(request, postcodes())).to_json()


@pytest.fixture
def town(db: None) -> dict[str, Any]:
    seed()
    return records()


@given(request=requests)
@some
def test_of_the_demo_town_only_what_is_true_is_shown(
    town: dict[str, Any], request: dict[str, Any]
) -> None:
    assert untrue(ask(request), town, here(request)) == []


@pytest.mark.usefixtures("town")
def test_each_service_of_the_town_is_told_of_truly() -> None:
    seen: set[str] = set()
    for text in TEXTS[1:]:
        request = {"at": "M33 7BZ", "text": text, "top": 100, "km": 500}
        answer = ask(request)
        assert untrue(answer, records(), here(request)) == []
        seen |= {option["service_id"] for option in answer["options"]}
    assert len(seen) > 60


@st.composite
def listings(draw: st.DrawFn) -> Listing:
    writes = st.sampled_from(
        [
            "",
            "A choir for anyone who sings.",
            "Debts, bills and benefits: we talk.",
            "£2 a week",
            "A drop-in for residents of Stockport. Over 60s and free of charge. Mondays 1pm - 3pm.",
        ]
    )
    point = st.builds(Point, st.integers(365_000, 392_000), st.just(392_758))
    needs = draw(st.lists(st.sampled_from(list(Need)), max_size=3, unique=True))
    description = draw(writes)
    heard = "sings" if "sings" in description else "Debts"
    known = st.sampled_from(KnownBy if heard in description else [KnownBy.DECLARED])
    hours = draw(st.sampled_from(["", "Tuesday 1pm - 2pm", "By appointment, ring the office"]))
    days = st.sampled_from([Day.MO, Day.TU])
    sessions = draw(
        st.lists(st.builds(Session, days, st.just(time(13)), st.just(time(14))), max_size=2)
    )
    return Listing(
        source_id=draw(st.uuids().map(str)),
        name=draw(st.sampled_from(["Tuesday Table", "Money Desk", "Women only swim", "Singers"])),
        organization=draw(st.sampled_from(["Some group", "Cooking Together"])),
        description=description,
        minimum_age=draw(st.sampled_from([None, 0, 18])),
        maximum_age=draw(st.sampled_from([None, 99])),
        available=draw(st.sampled_from([None, 0, 1, 5])),
        available_on=draw(st.sampled_from([None, date(2026, 1, 5), date(2024, 2, 1)])),
        status=draw(st.sampled_from(list(Status))),
        route=draw(st.sampled_from(list(ReferralRoute))),
        application_process=draw(writes),
        free=draw(st.sampled_from([True, False, None])),
        fees=draw(st.sampled_from(["", "Pay what you can", "Nothing to pay" * 20])),
        eligibility=draw(st.sampled_from(["", "Anyone", "Women only", "For men only", "Over 50s"])),
        alert=draw(st.sampled_from(["", "Closed in August.", "A long notice, " * 20])),
        checked_on=draw(st.sampled_from([None, date(2026, 11, 1), date(2018, 1, 31)])),
        languages=draw(st.sampled_from([(), ("ur",), ("pl", "en")])),
        where=draw(
            st.none()
            | st.builds(
                Where,
                st.sampled_from(list(LocationType)),
                point=st.none() | point,
                authority=st.sampled_from(["", "E08000009", "E08000003"]),
                step_free=st.sampled_from([True, False, None]),
                accessibility=st.sampled_from(["", "Two steps at the door"]),
            )
        ),
        hours=hours,
        sessions=tuple(sessions) if hours else (),
        needs=tuple(
            Offered(need, how, "" if how is KnownBy.DECLARED else heard)
            for need in needs
            for how in [draw(known)]
        ),
    )


@given(st.lists(listings(), min_size=1, max_size=6), requests)
@some
def test_of_any_record_only_what_is_true_is_shown(
    listed: list[Listing], request: dict[str, Any]
) -> None:
    with transaction.atomic():
        import_all(
            [Draft(0, said.organization, said) for said in listed],
            publisher="Any",
            by=operator("tests"),
        )
        assert untrue(ask(request), records(), here(request)) == []
        transaction.set_rollback(True)


LIES: dict[str, dict[str, Any]] = {
    "costs": {"free": None},
    "the price": {"fees": "", "alert": "x"},
    "the way in": {"route": "unknown", "way_in": ""},
    "what they quote of the way in": {"way_in": "Something else"},
    "when it was checked": {"checked": "2001-01-01"},
    "its days": {"sessions": [["SU", "03:00:00"]]},
    "its hours": {"hours": "never"},
    "what it is for": {"needs": {}},
    "what it says of itself": {"name": "x", "description": "x", "organisation": "x", "way_in": "x"},
    "that it says none of the words": {"description": "We sing to the lonely over lunch"},
    "where it is": {"places": [{"kind": "physical", "east": 1, "north": 1, "step_free": None}]},
    "that it is a place": {"places": [{"kind": "virtual"}]},
    "that anybody knows where it is": {"places": []},
    "its room": {"available": 77},
    "its notice": {"alert": "Nothing of the kind"},
    "that it is open": {"status": "inactive"},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_the_oracle_sees_what_is_not_true(town: dict[str, Any], lie: dict[str, Any]) -> None:
    request = {
        "at": "M33 7BZ", "text": "lonely, loves to sing, free lunch, no referral needed",
        "top": 100, "day": ["mon", "tue", "thu"],
    }  # fmt: skip
    answer = ask(request)
    assert untrue(answer, town, here(request)) == []
    others = {own: {**record, **lie} for own, record in town.items()}
    assert untrue(answer, others, here(request))


def test_a_sentence_that_the_oracle_does_not_know_is_not_true(town: dict[str, Any]) -> None:
    answer = ask({"text": "lonely"})
    for kind, told in (
        ("reasons", [{"factor": "checked", "points": answer["options"][0]["score"], "text": "x"}]),
        ("doubts", ["It is lovely there"]),
        ("would_rank_higher_if", "it had a cat (3 more points)"),
    ):
        lying = {**answer, "options": [{**answer["options"][0], kind: told}]}
        assert len(untrue(lying, town, None)) == 1
