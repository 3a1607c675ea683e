"""The states of an episode. Holding and pausing come with the pages that use them."""

from enum import StrEnum

from linkwell.kernel.lifecycle import Lifecycle, moves


class CaseState(StrEnum):
    WAITING = "waiting"  # accepted, not yet talked to
    ACTIVE = "active"


CASE = Lifecycle(
    "case",
    CaseState,
    start=CaseState.WAITING,
    moves=moves(("begun", CaseState.WAITING, CaseState.ACTIVE)),
)
