"""What a person agreed to, and how it was asked. Not asked is not a yes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Purpose(StrEnum):
    """What something would be done for."""

    REFER = "refer"  # that the practice tells a link worker service about them
    KEEP_RECORD = "keep_record"  # that the service writes down what they talk about
    TELL_PARTNER = "tell_partner"  # that one organisation is told the lines they saw
    TELL_PRACTICE = "tell_practice"  # that the practice hears what came of it
    EVALUATION = "evaluation"  # that what is counted counts them too


class HowAsked(StrEnum):
    FACE_TO_FACE = "face_to_face"
    PHONE = "phone"
    VIDEO = "video"
    WRITING = "writing"
    NOT_ASKED = "not_asked"


class Said(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True)
class Agreement:
    """One answer: to what, about whom it is told (None: everybody of that purpose), and when."""

    purpose: Purpose
    said: Said
    at: datetime
    recipient_id: UUID | None = None


def agreed(
    answers: Iterable[Agreement], purpose: Purpose, recipient_id: UUID | None = None
) -> Said:
    """What holds now: the newest answer about this recipient, else about the purpose at large.

    Withdrawing is a newer no.
    """
    about = [one for one in answers if one.purpose is purpose]
    for whom in (recipient_id, None):
        mine = [one for one in about if one.recipient_id == whom]
        if mine:
            return max(mine, key=lambda one: one.at).said
    return Said.NOT_ASKED


class Basis(StrEnum):
    """On what somebody decides for a person who cannot decide this (Mental Capacity Act 2005)."""

    OWN_DECISION = "own_decision"  # they can decide this, with the help they need
    ATTORNEY = "attorney"  # lasting power of attorney for this kind of decision
    DEPUTY = "deputy"  # appointed by the Court of Protection
    BEST_INTERESTS = "best_interests"


def may_decide(basis: Basis, *, decided_by: str) -> bool:
    """A decision for somebody else names who made it; their own needs no other name."""
    return basis is Basis.OWN_DECISION or bool(decided_by.strip())
