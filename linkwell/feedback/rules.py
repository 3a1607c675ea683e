"""The message to the practice: at most sixty words, requested actions first, never blank.

Source of the order and of "none": the guidance of the PRSB Social Prescribing standard 1.1.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from linkwell.kernel import nhs_number
from linkwell.kernel.errors import InputAtFault
from linkwell.people.rules import NoNhsNumber

MOST_WORDS = 60


class About(StrEnum):
    """When it is written. Each has the code under which a practice files it."""

    PLAN = "plan"
    END = "end"

    @property
    def snomed(self) -> str:
        """SNOMED CT (UK): seen by a link worker; case closed. Never the code of a referral."""
        return {About.PLAN: "1362931000000106", About.END: "1362721000000106"}[self]

    @property
    def term(self) -> str:
        return {
            About.PLAN: "Seen by social prescribing link worker",
            About.END: "Social prescribing case closed",
        }[self]


_NO_NUMBER = {
    NoNhsNumber.NOT_KNOWN: "it is not known to us",
    NoNhsNumber.NOT_REGISTERED: "not registered with a practice",
    NoNhsNumber.RATHER_NOT: "they would rather not give it",
    NoNhsNumber.HELD_BY_ANOTHER: "the one that was given stands on another record",
}


@dataclass(frozen=True)
class Whose:
    """Whom a message is about, as a practice finds them in its own record: it is filed by hand.

    Never where they live. `nhs_number`: ten digits; empty where there is none, and then `why_none`.
    `reference`: of the referral, as its receipt names it.
    """

    name: str
    born: date
    reference: str
    nhs_number: str = ""
    why_none: NoNhsNumber | None = None

    @property
    def birth_date(self) -> str:
        return f"{self.born.day} {self.born:%B} {self.born.year}"

    @property
    def number(self) -> str:
        """The NHS number as it is read aloud, or that there is none, and why."""
        if self.nhs_number:
            return f"NHS number {nhs_number.show(self.nhs_number)}"
        return f"no NHS number ({_NO_NUMBER[self.why_none or NoNhsNumber.NOT_KNOWN]})"

    def line(self) -> str:
        """In one line, above the words. It counts for none of the sixty."""
        return f"{self.name}, born {self.birth_date}, {self.number}, referral {self.reference}"


@dataclass(frozen=True)
class Words:
    """Three lines: what the practice should do, what mattered, what was done."""

    requested: str = ""
    mattered: str = ""
    done: str = ""

    def text(self) -> str:
        """As the practice reads it."""
        lines = [f"Requested actions: {self.requested.strip() or 'none'}"]
        if self.mattered.strip():
            lines.append(f"What mattered: {self.mattered.strip()}")
        if self.done.strip():
            lines.append(f"What was done: {self.done.strip()}")
        return "\n".join(lines)

    def count(self) -> int:
        return len(self.text().split())


def checked(words: Words) -> str:
    """The text, if it may go. InputAtFault when it says nothing, or more than sixty words."""
    if not words.mattered.strip() and not words.done.strip():
        raise InputAtFault("Write what mattered, or what was done")
    if words.count() > MOST_WORDS:
        over = words.count() - MOST_WORDS
        raise InputAtFault(f"Take out {over} {'word' if over == 1 else 'words'}: sixty are enough")
    return words.text()
