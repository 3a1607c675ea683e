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
    """On what one decision of somebody's rests. Which of them there are depends on their age."""

    OWN_DECISION = "own_decision"  # they can decide this, with the help they need
    ATTORNEY = "attorney"  # lasting power of attorney for this kind of decision
    DEPUTY = "deputy"  # appointed by the Court of Protection
    BEST_INTERESTS = "best_interests"
    COMPETENT = "competent"  # a child who understands enough of this to decide it
    PARENTAL = "parental"  # somebody with parental responsibility
    COURT = "court"

    @property
    def is_their_own(self) -> bool:
        """Did they decide themselves, so that nobody else has to be named?"""
        return self in (Basis.OWN_DECISION, Basis.COMPETENT)


ADULT, YOUNG = 18, 16  # years: from when each law holds


def open_bases(age: int) -> tuple[Basis, ...]:
    """On what a decision of somebody of this age, in whole years, can rest in England.

    The Mental Capacity Act 2005 begins at 16 (section 2(5)), and nobody makes a lasting power of
    attorney before 18 (section 9(2)(c)). Under 16 a child decides who understands enough of what is
    decided (Gillick v West Norfolk and Wisbech AHA [1986] AC 112); else somebody with parental
    responsibility (Children Act 1989, section 3), which lasts until 18. At 16 and 17 a court may
    decide too (Children Act 1989, section 8; Mental Capacity Act 2005, section 16).
    """
    if age < YOUNG:
        return Basis.COMPETENT, Basis.PARENTAL
    if age < ADULT:
        return Basis.OWN_DECISION, Basis.BEST_INTERESTS, Basis.PARENTAL, Basis.COURT
    return Basis.OWN_DECISION, Basis.ATTORNEY, Basis.DEPUTY, Basis.BEST_INTERESTS


def may_decide(basis: Basis, *, decided_by: str) -> bool:
    """A decision for somebody else names who made it; their own needs no other name."""
    return basis.is_their_own or bool(decided_by.strip())
