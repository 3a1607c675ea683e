"""What becomes of an option that was offered."""

from enum import StrEnum

from linkwell.kernel.lifecycle import Lifecycle, moves


class OfferState(StrEnum):
    OFFERED = "offered"
    CHOSEN = "chosen"
    REFUSED = "refused"


OFFER = Lifecycle(
    "option",
    OfferState,
    start=OfferState.OFFERED,
    moves=moves(
        ("chosen", (OfferState.OFFERED, OfferState.REFUSED), OfferState.CHOSEN),
        ("refused", (OfferState.OFFERED, OfferState.CHOSEN), OfferState.REFUSED),
    ),
)


class RefusalReason(StrEnum):
    """Why somebody would rather not. Their words, not a judgement."""

    TOO_FAR = "too_far"
    NOT_THEN = "not_then"
    COSTS = "costs"
    NOT_MY_THING = "not_my_thing"
    NOT_YET = "not_yet"
    TRIED_BEFORE = "tried_before"
    RATHER_NOT_SAY = "rather_not_say"
