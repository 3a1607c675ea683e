"""A request is read key by key; what cannot be used is named."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.kernel import geography
from linkwell.kernel.errors import InputAtFault
from linkwell.kernel.geography import Postcodes, rows
from linkwell.matching.request import Request, asked, read_request
from linkwell.needs.rules import Need

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
        ({"age": 40}, "“age” cannot be asked for"),
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


@given(
    st.dictionaries(st.sampled_from(["id", "at", "need", "text", "km", "top", "x"]), json_values)
)
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
