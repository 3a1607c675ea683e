"""What a referral says, what may become of it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from linkwell.consent.rules import HowAsked
from linkwell.kernel.lifecycle import Lifecycle, moves
from linkwell.needs.rules import danger_in
from linkwell.people.rules import Channel, NoNhsNumber, Safe


class ReferralState(StrEnum):
    RECEIVED = "received"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    DECLINED = "declined"
    NEEDS_MORE = "needs_more"  # the practice was asked something
    PASSED_ON = "passed_on"  # to somebody who can help more
    LINKED = "linked"  # it is about somebody we know: it goes on in their record


_WAITING = (ReferralState.RECEIVED, ReferralState.NEEDS_MORE)

REFERRAL = Lifecycle(
    "referral",
    ReferralState,
    start=ReferralState.RECEIVED,
    moves=moves(
        ("asked", ReferralState.RECEIVED, ReferralState.NEEDS_MORE),
        ("answered", ReferralState.NEEDS_MORE, ReferralState.RECEIVED),
        ("accepted", _WAITING, ReferralState.ACCEPTED),
        ("returned", _WAITING, ReferralState.RETURNED),
        ("passed_on", _WAITING, ReferralState.PASSED_ON),
        ("declined", _WAITING, ReferralState.DECLINED),
        # also once taken on, where it turns out whose NHS number was given
        ("linked", (*_WAITING, ReferralState.ACCEPTED), ReferralState.LINKED),
    ),
)


class Source(StrEnum):
    """Who asked for a link worker. NHS data dictionary: source of referral."""

    PRACTICE = "practice"
    SELF = "self"  # the person, by a poster's link; nothing was checked


class Wants(StrEnum):
    """Does the person know what a link worker does, and want this?"""

    YES = "yes"
    NOT_ASKED = "not_asked"
    NO = "no"


def must_be_decided(wants: Wants, *, risk_mentioned: bool) -> bool:
    """Does the team decide about it? A no ends it at once, unless its words mention danger."""
    return wants is not Wants.NO or risk_mentioned


def must_be_compared(no_number: str, *, apart: bool) -> bool:
    """Does somebody have to say first whether it is the same person? Where the NHS number that was
    given stands on another record, and nobody has said that this is somebody else."""
    return no_number == NoNhsNumber.HELD_BY_ANOTHER and not apart


class Danger(StrEnum):
    """What was said to "Is anyone in danger now?", asked when the words mention it.

    The referral stands in the queue while it is asked: closing the page loses nothing.
    """

    NOT_ASKED = ""  # no such words were found, which says nothing about safety
    ASKED = "asked"
    YES = "yes"
    UNKNOWN = "unknown"  # "I don't know", which is treated as a yes
    NO = "no"
    OTHER_MEANING = "other_meaning"  # these words mean something else here


PAUSE_LASTS = timedelta(minutes=15)  # then nobody's answer counts as "I don't know"


def settled(danger: Danger, asked_at: datetime, now: datetime) -> Danger | None:
    """What the answer is, or None while it may still come."""
    if danger is not Danger.ASKED:
        return danger
    return Danger.UNKNOWN if now >= asked_at + PAUSE_LASTS else None


def is_urgent(danger: Danger) -> bool:
    """Must somebody be alerted?"""
    return danger in (Danger.YES, Danger.UNKNOWN)


_PRESSING = (
    Danger.YES, Danger.UNKNOWN, Danger.ASKED, Danger.NO, Danger.OTHER_MEANING, Danger.NOT_ASKED
)  # fmt: skip


def how_pressing(danger: Danger) -> int:
    """The place of a referral among others: the smaller, the sooner it is read."""
    return _PRESSING.index(danger)


def may_be_now(danger: Danger) -> bool:
    """May somebody be in danger now? So it is until somebody has said that nobody is."""
    return is_urgent(danger) or danger is Danger.ASKED


class ReturnReason(StrEnum):
    NOT_FOR_US = "not_for_us"
    MORE_SUPPORT = "more_support"
    OUT_OF_AREA = "out_of_area"
    ALREADY_HELPED = "already_helped"
    DIED = "died"
    WITHDREW = "withdrew"  # took back their consent while it waited

    @property
    def for_good(self) -> bool:
        """Is nothing ever to be sent to them because of it?"""
        return self in (ReturnReason.DIED, ReturnReason.WITHDREW)


class Help(StrEnum):
    """What helps a person take part. Absent means not asked."""

    INTERPRETER = "interpreter"
    LARGE_PRINT = "large_print"
    STEP_FREE = "step_free"
    COMPANION = "companion"
    WOMAN = "woman"
    MAN = "man"


@dataclass(frozen=True)
class NewContact:
    channel: Channel
    value: str
    safe: Safe
    times: str = ""


@dataclass(frozen=True, kw_only=True)
class NewReferral:
    """Everything a referrer says. Checked for wording by the form, for sense by the action."""

    service_id: UUID
    practice_id: UUID
    referred_by: str
    given_name: str
    family_name: str
    birth_date: date
    words: str
    wants: Wants
    how_asked: HowAsked = HowAsked.NOT_ASKED
    told: bool | None = None  # were they told what to expect? None: not said
    not_told: str = ""  # who must not hear of it
    nhs_number: str | None = None
    no_nhs_number: NoNhsNumber | None = None
    contacts: tuple[NewContact, ...] = ()
    address_lines: str = ""
    postcode: str = ""
    hide_address: bool = False
    language: str = "en"
    helps: frozenset[Help] = frozenset()

    @property
    def safe_phone(self) -> str:
        """The number that is safe to ring, if one was given."""
        return next((way.value for way in self._phones() if way.safe is Safe.YES), "")

    @property
    def times(self) -> str:
        """When it suits to ring, whichever number is rung; empty where nothing was said."""
        return next((way.times for way in self._phones() if way.times), "")

    @property
    def danger_elsewhere(self) -> str:
        """Words that mean danger in whatever was written besides the reason, as sentences."""
        times = (way.times for way in self.contacts)
        beside = dict.fromkeys((self.not_told, *times, self.referred_by, self.address_lines))
        return " ".join(f"{one.words}." for text in beside for one in danger_in(text))

    @property
    def mentions_danger(self) -> bool:
        """Does any of it pause? That none does is never read as safety."""
        return bool(danger_in(self.words) or self.danger_elsewhere)

    def _phones(self) -> list[NewContact]:
        return [way for way in self.contacts if way.channel is Channel.PHONE]

    def content(self) -> str:
        """Everything that was said, as one text: the same for the same words, and only then."""
        return repr([self.helps and sorted(self.helps), replace(self, helps=frozenset())])
