"""A request is read key by key; what cannot be used is named."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.directory.rules import Day
from linkwell.kernel import geography
from linkwell.kernel.errors import InputAtFault
from linkwell.kernel.geography import Postcodes, rows
from linkwell.matching.request import KEYS, Gender, Request, asked, read_request
from linkwell.needs.rules import Fact, Need

pytestmark = pytest.mark.rules


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Postcodes:
    folder: Path = tmp_path_factory.mktemp("postcodes")
    known = rows(["M33 7BZ", "BT1 1AA"], ["E08000009", "N09"], [378944.0, 1.0], [392758.0, 1.0])
    geography.write(folder, [known])
    return Postcodes(folder)


def test_reads_every_key(table: Postcodes) -> None:
    data = {"id": "r1", "at": "m337bz", "need": ["food"], "text": " hot meal ", "km": 3, "top": 2}
    request = read_request(data, table)
    assert request.at is not None
    assert request.at.postcode == "M33 7BZ"
    assert (request.needs, request.text, request.km, request.top, request.id) == (
        (Need.FOOD,), "hot meal", 3.0, 2, "r1",
    )  # fmt: skip
    assert read_request({}, table) == Request()
    assert read_request(dict.fromkeys(KEYS), table) == Request()


def test_reads_what_must_fit_the_person(table: Postcodes) -> None:
    data = {
        "age": 0, "gender": "Female", "language": " UR", "step_free": True, "free": False,
        "day": ["sun", "mon", "mon"],
    }  # fmt: skip
    request = read_request(data, table)
    assert request == Request(
        age=0, gender=Gender.FEMALE, language="ur", step_free=True, days=(Day.MO, Day.SU)
    )
    assert request.is_child
    assert not Request(age=18).is_child
    assert not Request().is_child


def test_a_fact_counts_by_its_key_or_in_words() -> None:
    assert asked(Request(free=True)).says(Fact.FREE)
    assert asked(Request(text="for free")).says(Fact.FREE)
    assert not asked(Request(free=True)).says(Fact.STEP_FREE)
    assert not asked(Request(free=True, step_free=True)).says(Fact.NO_REFERRAL)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({"at": "M33"}, "“M33” is not a postcode"),
        ({"at": "zz9 9zz"}, "zz9 9zz"),
        ({"at": "BT1 1AA"}, "not on our map"),
        ({"need": ["fun"]}, "“fun” is not a need"),
        ({"need": "food"}, "need: write it as a list"),
        ({"text": 5}, "text: write it as text"),
        ({"km": 0}, "km: write a number above 0"),
        ({"km": True}, "km: write a number"),
        ({"km": float("nan")}, "km: write a number"),
        ({"top": 2.5}, "top: write a whole number"),
        ({"text": "x" * 6000}, "longer than 5,000"),
        ({"ages": 40}, "“ages” cannot be asked for"),
        ({"age": -1}, "age: write whole years"),
        ({"age": 121}, "age: write whole years"),
        ({"age": "40"}, "age: write whole years"),
        ({"age": 40.0}, "age: write whole years"),
        ({"age": True}, "age: write whole years"),
        ({"gender": "f"}, "gender: “f” is not one of female, male, other"),
        ({"gender": 1}, "gender: write it as text"),
        ({"language": "xx"}, "language: “xx” is not the code of a language"),
        ({"language": "Urdu"}, "language: “Urdu” is not"),
        ({"step_free": "yes"}, "step_free: write true or false"),
        ({"free": 1}, "free: write true or false"),
        ({"day": "mon"}, "day: write it as a list"),
        ({"day": ["mon", "monday"]}, "day: “monday” is not one of mon, tue"),
    ],
)
def test_what_cannot_be_used_is_named(data: dict[str, Any], why: str, table: Postcodes) -> None:
    with pytest.raises(InputAtFault, match=why):
        read_request(data, table)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from([*KEYS, "x"]), json_values))
def test_any_json_is_read_or_refused(table: Postcodes, data: dict[str, Any]) -> None:
    try:
        request = read_request(data, table)
    except InputAtFault:
        return
    assert asked(request).km > 0


def test_words_leave_out_facts_and_what_says_little() -> None:
    words = asked(
        Request(text="I would like a free choir for all of us, no referral, near home")
    ).words
    assert set(words) == {"choir", "home"}
    assert words["choir"] > words["home"]
