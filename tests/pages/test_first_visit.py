"""What to expect on a first visit: only what is known, and all that is not."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.directory.freshness import Found, Trouble
from linkwell.directory.rules import Listing, LocationType, ReferralRoute, Where
from linkwell.web.public.first_visit import FirstVisit, first_visit

TODAY = date(2026, 11, 28)
SOON = datetime(2026, 12, 3, 14, tzinfo=UTC)
HALL = Where(LocationType.PHYSICAL, "12 Lock Lane, Sale", "M33 7BZ", step_free=True)


def expect(soon: datetime | None = None, **said: Any) -> FirstVisit:
    plain: dict[str, Any] = {"source_id": "1", "name": "Choir", "organization": "Choirs"}
    return first_visit(Listing(**{**plain, "checked_on": TODAY, **said}), soon, TODAY)


def test_everything_that_is_known_in_the_order_in_which_one_meets_it() -> None:
    told = expect(
        SOON, route=ReferralRoute.OPEN, where=HALL, hours="Thursday 2pm", free=True,
        eligibility="Anyone", languages=("ur",), phone="0161 496 0188",
    )  # fmt: skip
    assert told.steps == (
        "You can just turn up. Nobody needs to refer you.",
        "Go to 12 Lock Lane, Sale, M33 7BZ. The next time is Thursday 3 December, 2pm.",
        "You can get in without steps.",
        "It is free.",
        "Who it is for: Anyone.",
        "Languages spoken there: Urdu.",
    )
    assert told.not_known == ""


def test_of_what_nothing_is_known_nothing_is_said_but_that() -> None:
    told = expect()
    assert told.steps == ()
    assert told.not_known == (
        "Nobody has told us how one joins, when it is on, where it is, what it costs and who may"
        " come. A link worker can help you find out."
    )


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        ({"route": ReferralRoute.SELF, "phone": "0161"}, "Get in touch yourself before you go. Ri"),
        ({"route": ReferralRoute.PROFESSIONAL}, "Ask your GP practice or a link worker"),
        ({"route": ReferralRoute.VOUCHER}, "Bring a voucher"),
        ({"application_process": "Ring Jo’s office"}, "To join, they say: “Ring Jo’s office”"),
        ({"where": Where(LocationType.VIRTUAL)}, "It is by phone or online"),
        ({"where": Where(LocationType.POSTAL, "1 Road")}, "The address is that of their office"),
        ({"checked_on": None}, "First find out whether it is still as it says here."),
        ({"checked_on": date(2026, 1, 1)}, "First find out whether it is still as it says here."),
    ],
)
def test_the_first_step(said: dict[str, Any], begins: str) -> None:
    assert expect(**said).steps[0].startswith(begins)


def found(what: Trouble) -> Found:
    return Found.of(what, TODAY, TODAY, TODAY)


def test_a_number_that_somebody_found_wrong_is_not_to_be_rung() -> None:
    told = expect(phone="0161", email="a@b.example", found=(found(Trouble.WRONG_NUMBER),))
    assert "Write to a@b.example." in told.not_known
    assert "0161" not in told.not_known


PARTS: dict[str, Any] = {
    "what it costs": {"free": True},
    "when it is on": {"hours": "Mondays"},
    "how one joins": {"route": ReferralRoute.OPEN},
    "who may come": {"minimum_age": 18},
    "where it is": {"where": HALL},
}


@given(st.sets(st.sampled_from(sorted(PARTS))))
def test_each_part_is_a_step_or_is_said_to_be_missing(known: set[str]) -> None:
    said: dict[str, Any] = {}
    for part in known:
        said |= PARTS[part]
    told = expect(**said)
    for part in PARTS:
        assert (part in told.not_known) is (part not in known)
    steps = sum(part != "when it is on" for part in known) + ("where it is" in known)
    assert len(told.steps) == steps
