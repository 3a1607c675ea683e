"""Why somebody may, or may not, see something: the sentence a privacy lead reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from linkwell.access.rules import Member
from linkwell.access.sharing import MATRIX, Kind, Verb
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
) -> Explanation:
    """Decide as both walls do, and name the relationship that decides, or the one that is missing.

    `members` are the memberships of whoever asks, `stands` the person's open relationships and
    `service_id` the service that keeps the record.
    """
    members, stands = tuple(members), tuple(stands)
    for member in members:
        for kind, share in MATRIX.items():
            if member.role not in share.roles or not share.gives(record_class, verb):
                continue
            if kind.by_role and member.organisation_id == service_id:
                return Explanation(True, f"Yes: a {_words(member.role)} of the service.")
            if kind.by_row and any(_fits(stand, kind, member) for stand in stands):
                return Explanation(True, f"Yes: by the relationship “{_words(kind)}”.")
    return Explanation(False, _missing(record_class, verb))


def _fits(stand: Stands, kind: Kind, member: Member) -> bool:
    return (
        stand.kind is kind
        and stand.organisation_id == member.organisation_id
        and stand.member_id in (None, member.id)
    )


def _missing(record_class: RecordClass, verb: Verb) -> str:
    kinds = [
        f"“{_words(kind)}”"
        for kind, share in MATRIX.items()
        if share.roles and share.gives(record_class, verb)
    ]
    if not kinds:
        return f"No: nobody may {verb} {_words(record_class)} records."
    return (
        f"No: to {verb} the {_words(record_class)} there must be one of {', '.join(kinds)},"
        " and there is none."
    )


def _words(code: str) -> str:
    return str(code).replace("_", " ")
