"""Nothing acknowledged is lost while everything is killed in turn: 2,000 referrals.

`make bars ONLY=kills` sends 10,000.
"""

import os
from pathlib import Path

import pytest

from tests.bench import kills
from tests.interop.migrated import migrated_installation

REFERRALS = int(os.environ.get("LINKWELL_REFERRALS", "2000"))


def test_what_was_acknowledged_is_there_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    house = migrated_installation(tmp_path_factory)
    try:
        storm, nought = kills.run(Path(house.home), REFERRALS, pause=8.0)
    finally:
        house.remove()
    assert len(storm.acknowledged) == REFERRALS
    assert sum(storm.kills.values()) >= 3
    assert nought == dict.fromkeys(nought, 0)
