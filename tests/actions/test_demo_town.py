"""The demo town is the cast of every test: filled by actions, once."""

import pytest

from linkwell.access.scope import acting_as
from linkwell.demo.seed import seed, staff_actor
from linkwell.referrals.queries import queue


@pytest.mark.django_db
def test_the_town_fills_and_filling_it_again_changes_nothing() -> None:
    seed()
    with acting_as(staff_actor("nadia")) as nadia:
        first = queue(nadia)
    seed()
    with acting_as(staff_actor("nadia")) as nadia:
        assert queue(nadia) == first
    assert [waiting.name for waiting in first] == ["Derek Lomas", "Piotr Zielinski"]
