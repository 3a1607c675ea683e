"""Terms of other vocabularies: what they mean, by name or by where they are."""

from typing import Any

import pytest

from linkwell.directory.documents import told_by
from linkwell.directory.rules import KnownBy
from linkwell.directory.vocabularies import need_of
from linkwell.needs.rules import Need
from tests.feeds import hsds3

pytestmark = pytest.mark.rules
OPEN = "http://openeligibility.org"


@pytest.mark.parametrize(
    ("term", "need"),
    [
        ({"name": "Food Pantry", "taxonomy": "Open Eligibility"}, Need.FOOD),
        ({"name": " food pantry", "taxonomy": "openeligibility"}, Need.FOOD),
        ({"name": "Bereavement", "taxonomy_detail": {"name": "x", "uri": OPEN}}, Need.GRIEF),
        ({"name": "Bereavement", "term_uri": f"{OPEN}/terms/1186"}, Need.GRIEF),
        ({"name": "Bereavement", "term_uri": f"{OPEN}.example/terms"}, None),
        ({"name": "Bereavement", "taxonomy": "A council's own"}, None),
        ({"name": "Animal Welfare", "taxonomy": "Open Eligibility"}, None),
        ({}, None),
    ],
)
def test_a_term_means_what_its_own_vocabulary_says(term: dict[str, Any], need: Need | None) -> None:
    assert need_of(term) is need


def test_several_vocabularies_stand_side_by_side() -> None:
    terms = [
        {"name": "Relief for Caregivers", "taxonomy": "Open Eligibility"},
        {"name": "Choirs", "taxonomy": "A council's own", "term_uri": "https://council.example/7"},
    ]
    document = hsds3(
        description="Singing.", attributes=[{"id": "a", "taxonomy_term": one} for one in terms]
    )
    needs = told_by(document, "1", lambda codes: [None] * len(codes)).listing.needs
    assert [(one.need, one.words) for one in needs if one.known_by is KnownBy.DECLARED] == [
        (Need.CARING, "Relief for Caregivers")
    ]
    assert len({one.need for one in needs}) == len(needs)
