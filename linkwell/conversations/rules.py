"""What a contact is, what becomes of a need, and what "in a week" means."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum, StrEnum

from linkwell.kernel.lifecycle import Lifecycle, moves
from linkwell.needs.rules import Need


class Attendance(StrEnum):
    """Whether they met. Who could not says nothing about whose fault it was."""

    MET = "met"
    THEY_COULD_NOT = "they_couldnt"
    I_COULD_NOT = "i_couldnt"


class Mode(StrEnum):
    """How they talked. Empty in a row: not written down."""

    PHONE = "phone"
    VIDEO = "video"
    HOME = "home"
    PRACTICE = "practice"
    COMMUNITY = "community"


class RaisedBy(StrEnum):
    PERSON = "person"
    REFERRER = "referrer"
    LINK_WORKER = "link_worker"
    SOMEBODY_ELSE = "somebody_else"


class NeedState(StrEnum):
    RAISED = "raised"
    IN_PLAN = "in_plan"
    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    NO_LONGER_WANTED = "not_wanted"
    NOTHING_SUITABLE = "no_service"


_N = NeedState
_UNDER_WAY = (_N.RAISED, _N.IN_PLAN, _N.PARTLY, _N.NOT_MET, _N.NOTHING_SUITABLE)
_ENDED = (_N.MET, _N.PARTLY, _N.NOT_MET, _N.NO_LONGER_WANTED, _N.NOTHING_SUITABLE)

NEED = Lifecycle(
    "need",
    NeedState,
    start=_N.RAISED,
    moves=moves(
        ("planned", (_N.RAISED, _N.PARTLY, _N.NOT_MET, _N.NOTHING_SUITABLE), _N.IN_PLAN),
        ("met", (_N.RAISED, _N.IN_PLAN, _N.PARTLY, _N.NOT_MET, _N.NOTHING_SUITABLE), _N.MET),
        ("partly_met", (_N.RAISED, _N.IN_PLAN, _N.NOT_MET, _N.NOTHING_SUITABLE), _N.PARTLY),
        ("not_met", (_N.RAISED, _N.IN_PLAN, _N.PARTLY), _N.NOT_MET),
        ("no_longer_wanted", _UNDER_WAY, _N.NO_LONGER_WANTED),
        ("without_service", (_N.RAISED, _N.IN_PLAN, _N.PARTLY, _N.NOT_MET), _N.NOTHING_SUITABLE),
        ("raised_again", _ENDED, _N.RAISED),
    ),
)
TICKED = frozenset(set(NeedState) - {_N.MET, _N.NO_LONGER_WANTED})  # still stands on the page


def raised_by(need: Need, in_referral: Collection[Need]) -> RaisedBy:
    """Whose word a ticked need is at first: the referrer's, if the referral speaks of it."""
    return RaisedBy.REFERRER if need in in_referral else RaisedBy.PERSON


@dataclass(frozen=True)
class Ticks:
    """What a page of needs says: newly raised, and no longer wanted."""

    raised: tuple[Need, ...]
    dropped: tuple[Need, ...]


def read_ticks(*, ticked: Collection[Need], shown: Collection[Need]) -> Ticks:
    """What changed on the page itself: `shown` stood ticked when it was opened.

    A need that somebody else raised meanwhile was not shown, so its missing tick says nothing.
    """
    return Ticks(
        raised=tuple(need for need in Need if need in ticked and need not in shown),
        dropped=tuple(need for need in Need if need in shown and need not in ticked),
    )


class Ease(IntEnum):
    """How easy somebody is to ask. Nearer the middle of the map is easier."""

    NOT_NOW = 1  # drawn dashed
    COULD = 2
    EASY = 3


MAP = "map"  # who they can turn to, where it stands beside packs of questions by their id


class Again(StrEnum):
    """What came of asking once more, before the end, what was asked at the start."""

    SAID = "said"
    WAITS = "waits"  # the questions are out, and the answer is still to come
    RATHER_NOT = "rather_not"
    NOT_REACHED = "not_reached"
    NOT_THE_MOMENT = "not_now"


# Why it was not asked. The first is the person's own word, and an answer like any other.
SKIPS = (Again.RATHER_NOT, Again.NOT_REACHED, Again.NOT_THE_MOMENT)

LONGEST_TALK = 8 * 60  # minutes


@dataclass(frozen=True, kw_only=True)
class Talk:
    """Everything that is written down of one contact. Attendance and next step are required."""

    attendance: Attendance
    next_step: str
    next_on: date
    minutes: int | None = None
    mode: Mode | None = None
    words: str = ""
    strengths: str = ""
    own_need: str = ""
    needs: Ticks = Ticks((), ())

    @property
    def free_text(self) -> str:
        """Everything that was typed: words of danger may stand in any of it."""
        return ". ".join((self.words, self.strengths, self.own_need, self.next_step))


_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_COUNTS = {
    word: number
    for number, word in enumerate(
        ["a", "two", "three", "four", "five", "six", "seven", "eight"], start=1
    )
}
_UNITS = {"day": 1, "week": 7, "fortnight": 14, "month": 28}
_AT_ONCE = {"now": 0, "today": 0, "tomorrow": 1, "next week": 7, "next month": 28}
FARTHEST = timedelta(days=366)


def read_when(text: str, today: date) -> date | None:
    """The day that somebody means by "Thursday", "in two weeks", "28 May" or "28/5"; else None.

    Always today or later, and within a year.
    """
    plain = " ".join(re.sub(r"[.,]", " ", text).lower().split())
    plain = re.sub(r"^on ", "", plain)
    if plain in _AT_ONCE:
        return today + timedelta(days=_AT_ONCE[plain])
    found = _in_so_long(plain, today) or _weekday(plain, today) or _calendar_day(plain, today)
    return found if found and today <= found <= today + FARTHEST else None


def _in_so_long(plain: str, today: date) -> date | None:
    match = re.fullmatch(r"in (an?|\d{1,3}|[a-z]+) (day|week|fortnight|month)s?", plain)
    if match is None:
        return None
    count = 1 if match[1] == "an" else _COUNTS.get(match[1])
    if match[1].isdecimal():
        count = int(match[1])
    return None if count is None else today + timedelta(days=count * _UNITS[match[2]])


def _weekday(plain: str, today: date) -> date | None:
    """The next such day; never today."""
    name = plain.removeprefix("next ")
    fits = [n for n, day in enumerate(_WEEKDAYS) if len(name) >= 3 and day.startswith(name)]
    return today + timedelta(days=(fits[0] - today.weekday() - 1) % 7 + 1) if fits else None


def _calendar_day(plain: str, today: date) -> date | None:
    plain = re.sub(r"^(" + "|".join(_WEEKDAYS) + r"|mon|tue|wed|thu|fri|sat|sun) ", "", plain)
    by_name = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})(?: (\d{4}))?", plain)
    by_number = re.fullmatch(r"(\d{1,2})[/ -](\d{1,2})(?:[/ -](\d{4}))?", plain)
    if by_name:
        fits = [n for n, month in enumerate(_MONTHS, start=1) if month.startswith(by_name[2])]
        return _date(int(by_name[1]), fits[0], by_name[3], today) if fits else None
    if by_number:
        return _date(int(by_number[1]), int(by_number[2]), by_number[3], today)
    return None


def _date(day: int, month: int, year: str | None, today: date) -> date | None:
    """Without a year: the next such day."""
    try:
        if year:
            return date(int(year), month, day)
        this_year = date(today.year, month, day)
        return this_year if this_year >= today else date(today.year + 1, month, day)
    except ValueError:
        return None
