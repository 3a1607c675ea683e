"""The data-sharing agreement as code: one table, kind of relationship x class of record.

It drives both walls: the filter that every query begins with (`scope.py`) and PostgreSQL's
row-level security (`policies.py`). docs/generated/sharing.md is this table, rendered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from linkwell.access.rules import Role
from linkwell.tables.record_classes import RecordClass as Rc


class Kind(StrEnum):
    """How somebody stands to a person. The first three are rows of `Relationship`."""

    CASELOAD = "caseload"  # her link worker
    QUEUE = "queue"  # the team, until somebody accepts
    REFERRER = "referrer"  # the practice that referred
    LEAD = "lead"  # a supervisor, for everybody in the service
    PRIVACY = "privacy"  # a privacy lead, for everybody in the service
    SELF = "self"  # the person, by a link of their own
    SYSTEM = "system"  # a handler, for one person

    @property
    def by_row(self) -> bool:
        """Is it a row of `Relationship`, opened and closed by actions?"""
        return self in _BY_ROW

    @property
    def by_member(self) -> bool:
        """Is the row one member's, or the whole organisation's?"""
        return self is Kind.CASELOAD

    @property
    def by_role(self) -> bool:
        """Does it follow from a role, for everybody in the service?"""
        return self in (Kind.LEAD, Kind.PRIVACY)


_BY_ROW = (Kind.CASELOAD, Kind.QUEUE, Kind.REFERRER)


class Verb(StrEnum):
    READ = "read"
    WRITE = "write"


@dataclass(frozen=True)
class Share:
    """What one kind of relationship opens: who may use it, what they read, what they write."""

    roles: frozenset[Role]
    reads: frozenset[Rc]
    writes: frozenset[Rc] = frozenset()

    def gives(self, record_class: Rc, verb: Verb) -> bool:
        return record_class in (self.reads if verb is Verb.READ else self.writes)


_STORY = frozenset(Rc) - {Rc.READING, Rc.DELIVERY}
_TEAM = frozenset({Role.LINK_WORKER, Role.SUPERVISOR})
_NOBODY: frozenset[Role] = frozenset()

MATRIX: Mapping[Kind, Share] = {
    Kind.CASELOAD: Share(_TEAM, reads=_STORY, writes=_STORY),
    Kind.QUEUE: Share(
        _TEAM,
        reads=frozenset(
            {Rc.IDENTITY, Rc.CONTACT, Rc.REFERRAL, Rc.TIMELINE, Rc.TASK, Rc.RELATIONSHIP}
        ),
        writes=frozenset({Rc.REFERRAL, Rc.TIMELINE, Rc.TASK, Rc.RELATIONSHIP}),
    ),
    Kind.REFERRER: Share(
        frozenset({Role.GP, Role.RECEPTIONIST}),
        reads=frozenset({Rc.IDENTITY, Rc.REFERRAL, Rc.RELATIONSHIP}),
    ),
    Kind.LEAD: Share(frozenset({Role.SUPERVISOR}), reads=_STORY, writes=_STORY),
    Kind.PRIVACY: Share(
        frozenset({Role.PRIVACY_LEAD}), reads=frozenset({Rc.READING, Rc.RELATIONSHIP})
    ),
    Kind.SELF: Share(
        _NOBODY, reads=frozenset({Rc.IDENTITY, Rc.CONTACT, Rc.REFERRAL, Rc.CASE, Rc.OPTIONS})
    ),
    Kind.SYSTEM: Share(
        _NOBODY,
        reads=_STORY | {Rc.DELIVERY},
        writes=frozenset({Rc.TIMELINE, Rc.TASK, Rc.MESSAGE, Rc.DELIVERY}),
    ),
}


def kinds_for(role: Role, record_class: Rc, verb: Verb) -> tuple[Kind, ...]:
    """The kinds through which `role` reaches that class of record."""
    return tuple(
        kind
        for kind, share in MATRIX.items()
        if role in share.roles and share.gives(record_class, verb)
    )
