"""Why somebody may, or may not, see something: the sentence a privacy lead reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from linkwell.access.rules import Member
from linkwell.access.sharing import MATRIX, OF_LOCKED, Kind, Verb
from linkwell.tables.record_classes import RecordClass


@dataclass(frozen=True)
class Stands:
    """One open relationship of the person asked about."""

    kind: Kind
    organisation_id: UUID
    member_id: UUID | None


@dataclass(frozen=True)
class Explanation:
    allowed: bool
    because: str


def explain(
    members: Iterable[Member],
    stands: Iterable[Stands],
    service_id: UUID,
    record_class: RecordClass,
    verb: Verb = Verb.READ,
    *,
    locked: bool = False,
) -> Explanation:
    """Decide as both walls do, and name the relationship that decides, or the one that is missing.

    `members` are the memberships of whoever asks, `stands` the person's open relationships and
    `service_id` the service that keeps the record. `locked`: it is locked away.
    """
    members, stands = tuple(members), tuple(stands)
    for member in members:
        for kind, share in MATRIX.items():
            if member.role not in share.roles or not share.gives(record_class, verb):
                continue
            if locked and kind in OF_LOCKED and not OF_LOCKED[kind].gives(record_class, verb):
                continue
            if kind.by_role and member.organisation_id == service_id:
                return Explanation(True, f"Yes, as {_WHO[kind]}.")
            if kind.by_row and any(_fits(stand, kind, member) for stand in stands):
                return Explanation(True, f"Yes, as {_WHO[kind]}.")
    if locked:
        return Explanation(False, _LOCKED)
    return Explanation(False, _missing(record_class, verb))


def _fits(stand: Stands, kind: Kind, member: Member) -> bool:
    return (
        stand.kind is kind
        and stand.organisation_id == member.organisation_id
        and stand.member_id in (None, member.id)
    )


_LOCKED = "No. They took back their consent. It opens by breaking the glass only."
_WHO = {
    Kind.CASELOAD: "the link worker who holds the case",
    Kind.QUEUE: "the team, until somebody takes the referral on",
    Kind.REFERRER: "the practice that referred",
    Kind.COVER: "a colleague who covers until the evening",
    Kind.BREAK_GLASS: "a colleague who broke the glass",
    Kind.RECEIPT: "whoever held the case until consent was taken back",
    Kind.LEAD: "the supervisor",
    Kind.PRIVACY: "the privacy lead",
}
_WHAT = {
    RecordClass.IDENTITY: "the name and date of birth",
    RecordClass.CONTACT: "how to reach them",
    RecordClass.ADDRESS: "the address",
    RecordClass.REFERRAL: "the referral",
    RecordClass.CASE: "the case",
    RecordClass.OPTIONS: "the options",
    RecordClass.TIMELINE: "the story",
    RecordClass.TASK: "what is to be done",
    RecordClass.MESSAGE: "the messages",
    RecordClass.RELATIONSHIP: "who stands to them how",
    RecordClass.READING: "who looked",
    RecordClass.DELIVERY: "the deliveries",
    RecordClass.CONSENT: "what they agreed to",
    RecordClass.CONCERN: "safeguarding concerns",
    RecordClass.ALERT: "alerts",
    RecordClass.APPOINTMENT: "appointments",
    RecordClass.CONVERSATION: "the conversations",
    RecordClass.MEASURE: "the answers about wellbeing",
    RecordClass.PULSE: "what they think of the help",
    RecordClass.PLAN: "the plan",
    RecordClass.CONNECTION: "the connections",
    RecordClass.DISCLOSURE: "what partners were sent",
    RecordClass.ACCOUNT: "what came of it",
    RecordClass.FEEDBACK: "the messages to the practice",
}
_DOES = {Verb.READ: "reads", Verb.WRITE: "writes"}


def _missing(record_class: RecordClass, verb: Verb) -> str:
    """Who could: "No. Only the link worker who holds the case, or the supervisor, reads ..."."""
    does = f"{_DOES[verb]} {_WHAT[record_class]}"
    able = [
        _WHO[kind]
        for kind, share in MATRIX.items()
        if share.roles and share.gives(record_class, verb)
    ]
    if not able:
        return f"No. Nobody {does}."
    either = "".join(f", or {who}" for who in able[1:])
    return f"No. Only {able[0]}{either}{',' if either else ''} {does}."
