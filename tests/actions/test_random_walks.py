"""Whatever anybody does in whatever order, what must always hold, holds.

`make bars ONLY=walks` takes 10,000 steps.
"""

import os

import pytest

from tests import town
from tests.walks import STEPS, walk

pytestmark = [
    pytest.mark.long,
    pytest.mark.django_db(transaction=True, databases="__all__"),
]
STEPS_TAKEN = int(os.environ.get("LINKWELL_STEPS", "300"))
SEED = int(os.environ.get("LINKWELL_SEED", "20261125"))


def test_a_random_walk_keeps_every_promise() -> None:
    town.fill()
    walked = walk(STEPS_TAKEN, seed=SEED)
    assert walked.done.total() >= STEPS_TAKEN // 10
    if STEPS_TAKEN >= 5_000:
        assert set(walked.done) == {name for name, _ in STEPS}, "some verbs never succeeded"
