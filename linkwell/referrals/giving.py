"""To which link worker a referral is given: what is known of each, and in which order."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from linkwell.referrals.rules import Help


@dataclass(frozen=True)
class Colleague:
    """A link worker as the one who gives sees her: no outcomes, no names of her people."""

    member_id: UUID
    name: str
    open_cases: int
    languages: frozenset[str] = frozenset()  # besides English
    gender: str = ""
    practices: tuple[str, ...] = ()
    practice_ids: frozenset[UUID] = frozenset()  # empty: takes people of every practice


@dataclass(frozen=True)
class Asked:
    """What this person needs of a link worker."""

    language: str = "en"
    helps: frozenset[Help] = frozenset()
    practice_id: UUID | None = None


@dataclass(frozen=True)
class Fit:
    """One colleague and how she fits. `gender`: None where nobody asked for one, or hers is not
    known: unknown is not no."""

    colleague: Colleague
    speaks: bool | None  # None: English will do
    gender: bool | None
    serves: bool


def in_order(colleagues: Iterable[Colleague], asked: Asked) -> list[Fit]:
    """First who is of the gender asked for, then who speaks the language, then who serves the
    practice, then who has the fewest open cases. Nobody is left out."""
    fits = [_fit(one, asked) for one in colleagues]
    return sorted(
        fits,
        key=lambda fit: (
            fit.gender is False,
            fit.speaks is False,
            not fit.serves,
            fit.colleague.open_cases,
            fit.colleague.name,
        ),
    )


def _fit(colleague: Colleague, asked: Asked) -> Fit:
    wanted = {Help.WOMAN: "woman", Help.MAN: "man"}
    genders = {wanted[one] for one in asked.helps if one in wanted}
    known = bool(colleague.gender) and bool(genders)
    return Fit(
        colleague=colleague,
        speaks=None if asked.language == "en" else asked.language in colleague.languages,
        gender=colleague.gender in genders if known else None,
        serves=not colleague.practice_ids or asked.practice_id in colleague.practice_ids,
    )
