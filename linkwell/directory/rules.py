"""The directory's nouns as values: what may be said of a service, and a listing as read.

Words are those of the Human Services Data Specification 3.1 (HSDS) where it has them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from linkwell.directory.freshness import Found, Standing, standing
from linkwell.kernel.geography import Point
from linkwell.kernel.lifecycle import Lifecycle, moves
from linkwell.needs.rules import Need


class Status(StrEnum):
    """HSDS `status`; UNKNOWN where nobody says."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    DEFUNCT = "defunct"
    TEMPORARILY_CLOSED = "temporarily closed"
    UNKNOWN = "unknown"


CLOSED = (Status.INACTIVE, Status.DEFUNCT, Status.TEMPORARILY_CLOSED)


class ReferralRoute(StrEnum):
    """How somebody comes in. Not in HSDS, which has only `application_process` in words."""

    OPEN = "open"  # the door is open: no referral, no booking
    SELF = "self"  # people ask for themselves
    PROFESSIONAL = "professional"  # somebody refers them
    VOUCHER = "voucher"  # they bring a voucher that an agency gives
    UNKNOWN = "unknown"


class LocationType(StrEnum):
    """HSDS `location_type`. An office where post arrives is not where people meet."""

    PHYSICAL = "physical"
    POSTAL = "postal"
    VIRTUAL = "virtual"


class KnownBy(StrEnum):
    """How we know what a service is for."""

    DECLARED = "declared"  # its publisher says so
    INFERRED = "inferred"  # we heard it in the service's own words


class Day(StrEnum):
    """RFC 5545 `BYDAY`, in the order of the week."""

    MO = "MO"
    TU = "TU"
    WE = "WE"
    TH = "TH"
    FR = "FR"
    SA = "SA"
    SU = "SU"

    @property
    def number(self) -> int:
        """Monday is 0, as in `date.weekday`."""
        return list(Day).index(self)


class SuggestionState(StrEnum):
    """What became of a suggestion that a service's own words led to."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    SUPERSEDED = "superseded"  # its publisher says it now, or the sentence is gone


SUGGESTION = Lifecycle(
    "suggestion",
    SuggestionState,
    start=SuggestionState.OPEN,
    moves=moves(
        ("confirmed", SuggestionState.OPEN, SuggestionState.CONFIRMED),
        ("refused", SuggestionState.OPEN, SuggestionState.REFUSED),
        (
            "superseded",
            (SuggestionState.OPEN, SuggestionState.CONFIRMED),
            SuggestionState.SUPERSEDED,
        ),
        ("made again", SuggestionState.SUPERSEDED, SuggestionState.OPEN),
    ),
)


class EditState(StrEnum):
    """What became of what a group said."""

    WAITING = "waiting"  # for a curator
    STANDING = "standing"  # it counts, also when its list says otherwise
    REFUSED = "refused"
    REPLACED = "replaced"  # said anew, or the list's word was taken instead


EDIT = Lifecycle(
    "edit",
    EditState,
    start=EditState.WAITING,
    moves=moves(
        ("accepted", EditState.WAITING, EditState.STANDING),
        ("refused", EditState.WAITING, EditState.REFUSED),
        ("replaced", (EditState.WAITING, EditState.STANDING), EditState.REPLACED),
    ),
)


class NewGroupState(StrEnum):
    """What became of a group that somebody told us of."""

    WAITING = "waiting"  # for a curator
    ADDED = "added"
    REFUSED = "refused"


NEW_GROUP = Lifecycle(
    "new group",
    NewGroupState,
    start=NewGroupState.WAITING,
    moves=moves(
        ("added", NewGroupState.WAITING, NewGroupState.ADDED),
        ("refused", NewGroupState.WAITING, NewGroupState.REFUSED),
    ),
)


class ListState(StrEnum):
    """How far a publisher's list has come."""

    FETCHING = "fetching"  # from its address
    WAITING = "waiting"  # it is here; somebody looks at it first
    COMING_IN = "coming_in"
    CAME_IN = "came_in"
    STOPPED = "stopped"


LIST_IMPORT = Lifecycle(
    "list",
    ListState,
    start=ListState.WAITING,
    moves=moves(
        ("asked for", ListState.WAITING, ListState.FETCHING),
        ("fetched", ListState.FETCHING, ListState.WAITING),
        ("begun", ListState.WAITING, ListState.COMING_IN),
        ("brought in", ListState.COMING_IN, ListState.CAME_IN),
        (
            "stopped",
            (ListState.FETCHING, ListState.WAITING, ListState.COMING_IN),
            ListState.STOPPED,
        ),
    ),
)


class PairState(StrEnum):
    """What became of two entries that may be one group."""

    OPEN = "open"
    SAME = "same"
    DIFFERENT = "different"  # not asked again, until what it was decided on has changed


PAIR = Lifecycle(
    "pair",
    PairState,
    start=PairState.OPEN,
    moves=moves(
        ("joined", (PairState.OPEN, PairState.DIFFERENT), PairState.SAME),
        ("told apart", PairState.OPEN, PairState.DIFFERENT),
        ("taken apart", PairState.SAME, PairState.DIFFERENT),
        ("asked again", PairState.DIFFERENT, PairState.OPEN),
    ),
)


class LineKind(StrEnum):
    """What there is to say of one record of a list."""

    REFUSED = "refused"
    NO_PLACE = "no_place"
    PEOPLE = "people"
    MISSING = "missing"
    CONFLICT = "conflict"


class Closing(StrEnum):
    """What to do with open services that a newer list of their publisher leaves out."""

    NOTHING = "nothing"
    IF_SURE = "if_sure"  # close them where the list can be believed to be whole
    EVEN_IF_UNSURE = "even_if_unsure"


@dataclass(frozen=True)
class Session:
    """One opening that comes back, in London time; `sessions.is_on` says when.

    `nth`: only the first (1) to fifth of these days in a month, or the last (-1); 0: every week.
    `interval`: of so many weeks, or months, one; it counts from `valid_from`.
    `term_time`: not in school holidays. `exceptions`: days on which it is not.
    """

    day: Day
    opens: time
    closes: time
    nth: int = 0
    interval: int = 1
    valid_from: date | None = None
    valid_to: date | None = None
    term_time: bool = False
    exceptions: tuple[date, ...] = ()


@dataclass(frozen=True)
class Offered:
    """One need that a service answers, how we know, and the phrases ("a; b") that led us to it."""

    need: Need
    known_by: KnownBy
    words: str = ""


@dataclass(frozen=True)
class Where:
    """Where a service is. `point` is None when its postcode is not known to us."""

    kind: LocationType
    address: str = ""
    postcode: str = ""
    point: Point | None = None
    authority: str = ""  # ONS code of the local authority where people meet, if that is known
    step_free: bool | None = None
    accessibility: str = ""


@dataclass(frozen=True)
class Listing:
    """A service as the directory tells it. None, "" and UNKNOWN mean: nobody has told us.

    `source_id` is the publisher's own id. `serves` names local authorities by ONS code.
    """

    source_id: str
    name: str
    organization: str
    description: str = ""
    url: str = ""
    phone: str = ""
    email: str = ""
    minimum_age: int | None = None  # in years
    maximum_age: int | None = None
    available: int | None = None  # places free, when that was last told (HSDS service_capacity)
    available_on: date | None = None
    status: Status = Status.UNKNOWN
    route: ReferralRoute = ReferralRoute.UNKNOWN
    application_process: str = ""
    free: bool | None = None
    fees: str = ""
    eligibility: str = ""
    alert: str = ""
    checked_on: date | None = None
    serves: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()  # spoken there: ISO 639
    where: Where | None = None
    hours: str = ""
    sessions: tuple[Session, ...] = ()
    not_on: tuple[date, ...] = ()  # days on which none of it is on: exceptions of each session too
    needs: tuple[Offered, ...] = ()
    found: tuple[Found, ...] = ()  # what somebody found wrong, and nobody right since


def is_public(listing: Listing, today: date) -> bool:
    """Is it shown to anybody but those who keep the directory true?"""
    if listing.status in CLOSED:
        return False
    return standing(listing.checked_on, listing.found, today) is not Standing.HIDDEN


def takes_age(listing: Listing, age: int) -> bool | None:
    """Does it take somebody of that age, in years? None: not known.

    A bound that is known decides; that there is none below says that nobody has told us.
    """
    low, high = listing.minimum_age, listing.maximum_age
    if (low is not None and age < low) or (high is not None and age > high):
        return False
    return True if low is not None else None


@dataclass(frozen=True)
class Placed:
    """A place, by its publisher's own id."""

    source_id: str
    where: Where


@dataclass(frozen=True)
class Refusal:
    """A line that did not come in, or came in without a place, and why."""

    line: int
    sentence: str


@dataclass(frozen=True)
class Aside:
    """What is found out while drafts are made: lines that did not come in, those that have no
    place, and the ids of services that stand there, also where they were refused."""

    refused: list[Refusal] = field(default_factory=list)
    no_place: list[Refusal] = field(default_factory=list)
    named: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Known:
    """A service that we have from a publisher's earlier list.

    `line_digest` is that of the line it last stood on, as in `Draft`; `listed` is false once it
    was closed because a list left it out.
    """

    source_id: str
    name: str
    line_digest: str
    is_open: bool
    listed: bool


OVERLAP = timedelta(days=1)  # clocks differ, and a change may be told late
WHOLE_EVERY = timedelta(days=7)


@dataclass(frozen=True)
class ReadBefore:
    """An earlier reading of a feed: when, whether all of it was answered, and whether only what
    has changed had been asked for."""

    at: datetime
    whole: bool
    asked_for_changes: bool


def changes_since(before: Sequence[ReadBefore], now: datetime) -> datetime | None:
    """From when on to ask a feed for its changes; None where all of it is to be read.

    `before` are its readings, newest first, without one from elsewhere between. All of it is read
    once a week, and where the feed was asked for changes this week and answered with all it has.
    """
    week = [one for one in before if one.at > now - WHOLE_EVERY]
    if not any(one.whole for one in week) or any(
        one.whole and one.asked_for_changes for one in week
    ):
        return None
    return week[0].at - OVERLAP


def says_all(modified: Sequence[datetime | None], had: int, since: datetime) -> bool:
    """Did a feed that was asked for what changed `since` then answer with all that it has?

    It did where it has as many records as we have of it, or one that is older. `modified` is what
    each record says of itself.
    """
    return len(modified) >= max(had, 1) or any(at is not None and at < since for at in modified)


MOST_MISSING = 5  # one in so many may be missing from a list that is still believed to be whole


def why_not_close(missing: int, of: int, *, unread: int) -> str:
    """Why services that a list leaves out should not be closed unseen, or "" when they may be.

    `of` are the open services that we had from it; `unread` lines of it that may be any of these.
    """
    if missing and unread:
        lines = "1 line" if unread == 1 else f"{unread} lines"
        return f"{lines} of the list cannot be read, and may be among what is missing"
    if missing * MOST_MISSING > of:
        return f"{missing} of {of} are missing, more than one in {MOST_MISSING}; it may be cut off"
    return ""
