"""The data-sharing agreement as code: one table, kind of relationship x class of record.

It drives both walls: the filter that every query begins with (`scope.py`) and PostgreSQL's
row-level security (`policies.py`). docs/generated/sharing.md is this table, rendered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from linkwell.access.rules import TEAM, LinkPurpose, Role
from linkwell.tables.record_classes import RecordClass as Rc


class Kind(StrEnum):
    """How somebody stands to a person. The first six are rows of `Relationship`."""

    CASELOAD = "caseload"  # her link worker
    QUEUE = "queue"  # the team, until somebody accepts
    REFERRER = "referrer"  # the practice that referred
    COVER = "cover"  # a colleague who took the call: a reason, and until the evening
    BREAK_GLASS = "break_glass"  # the same for a sealed record: hours, and the privacy lead is told
    RECEIPT = "receipt"  # whoever held somebody who took back their consent: that, and the receipt
    LEAD = "lead"  # a supervisor, for everybody in the service
    PRIVACY = "privacy"  # a privacy lead, for everybody in the service
    SELF = "self"  # the person, by a link of their own
    PROXY = "proxy"  # who speaks for the person, by a link, until a day
    SURVEY = "survey"  # the person, asked a few questions
    PARTNER = "partner"  # a community organisation, for what was sent to it and nothing else
    SYSTEM = "system"  # a handler, for one person

    @property
    def by_row(self) -> bool:
        """Is it a row of `Relationship`, opened and closed by actions?"""
        return self in _BY_ROW

    @property
    def by_member(self) -> bool:
        """Is the row one member's, or the whole organisation's?"""
        return self in (Kind.CASELOAD, Kind.COVER, Kind.BREAK_GLASS, Kind.RECEIPT)

    @property
    def by_role(self) -> bool:
        """Does it follow from a role, for everybody in the service?"""
        return self in (Kind.LEAD, Kind.PRIVACY)

    @property
    def by_link(self) -> bool:
        """Is it a secret link's? Its purpose then has the same name."""
        return self in LINKED.values()


_BY_ROW = (
    *(Kind.CASELOAD, Kind.QUEUE, Kind.REFERRER),
    *(Kind.COVER, Kind.BREAK_GLASS, Kind.RECEIPT),
)

LINKED: Mapping[LinkPurpose, Kind] = {
    LinkPurpose.SELF: Kind.SELF,
    LinkPurpose.PROXY: Kind.PROXY,
    LinkPurpose.SURVEY: Kind.SURVEY,
    LinkPurpose.PARTNER: Kind.PARTNER,
}

# Besides what the table gives. What a member wrote: the column that names her. And what a link is
# about (a partner's, a few questions'): that one row, whatever else there is about the person.
OWN_BY_MEMBER: Mapping[Rc, str] = {Rc.CONCERN: "author_id"}
OWN_BY_LINK: Mapping[Rc, LinkPurpose] = {
    Rc.DISCLOSURE: LinkPurpose.PARTNER,
    Rc.MEASURE: LinkPurpose.SURVEY,  # the questions themselves; earlier answers stay closed
}


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


_STORY = frozenset(Rc) - {Rc.READING, Rc.DELIVERY, Rc.CONCERN, Rc.PULSE, Rc.PATHWAY}
_NOBODY: frozenset[Role] = frozenset()
_OWN_PAGE = frozenset(
    {Rc.IDENTITY, Rc.CONTACT, Rc.REFERRAL, Rc.CASE, Rc.OPTIONS}
    | {Rc.CONSENT, Rc.APPOINTMENT, Rc.PLAN, Rc.CONNECTION, Rc.ACCOUNT}
)

MATRIX: Mapping[Kind, Share] = {
    Kind.CASELOAD: Share(TEAM, reads=_STORY, writes=_STORY | {Rc.CONCERN}),
    Kind.QUEUE: Share(
        TEAM,
        reads=frozenset(
            {Rc.IDENTITY, Rc.CONTACT, Rc.REFERRAL, Rc.TIMELINE, Rc.TASK, Rc.RELATIONSHIP}
            | {Rc.CONSENT, Rc.ALERT}
        ),
        writes=frozenset({Rc.REFERRAL, Rc.TIMELINE, Rc.TASK, Rc.RELATIONSHIP, Rc.ALERT}),
    ),
    Kind.REFERRER: Share(
        frozenset({Role.GP, Role.RECEPTIONIST}),
        reads=frozenset(
            {Rc.IDENTITY, Rc.REFERRAL, Rc.RELATIONSHIP, Rc.ALERT, Rc.FEEDBACK, Rc.PATHWAY}
        ),
        writes=frozenset({Rc.REFERRAL, Rc.TIMELINE, Rc.ALERT}),
    ),
    Kind.COVER: Share(TEAM, reads=_STORY, writes=_STORY | {Rc.CONCERN}),
    Kind.BREAK_GLASS: Share(TEAM, reads=_STORY, writes=_STORY | {Rc.CONCERN}),
    Kind.RECEIPT: Share(
        TEAM,
        reads=frozenset({Rc.IDENTITY, Rc.CASE, Rc.CONSENT, Rc.TASK, Rc.ALERT, Rc.DANGER}),
        writes=frozenset(
            {Rc.IDENTITY, Rc.CASE, Rc.TASK, Rc.TIMELINE, Rc.ALERT, Rc.CONCERN, Rc.DANGER}
        ),
    ),
    Kind.LEAD: Share(
        frozenset({Role.SUPERVISOR}),
        reads=_STORY | {Rc.CONCERN},
        writes=_STORY | {Rc.CONCERN, Rc.PULSE},  # typed in from paper, and never read again
    ),
    Kind.PRIVACY: Share(
        frozenset({Role.PRIVACY_LEAD}), reads=frozenset({Rc.READING, Rc.RELATIONSHIP})
    ),
    Kind.SELF: Share(
        _NOBODY,
        reads=_OWN_PAGE,
        writes=frozenset({Rc.TIMELINE, Rc.ACCOUNT, Rc.CONSENT, Rc.MEASURE, Rc.PULSE}),
    ),
    Kind.PROXY: Share(
        _NOBODY,
        reads=frozenset({Rc.IDENTITY, Rc.CASE, Rc.APPOINTMENT, Rc.PLAN, Rc.CONNECTION}),
        writes=frozenset({Rc.TIMELINE}),  # that they came
    ),
    Kind.SURVEY: Share(
        _NOBODY,
        reads=frozenset({Rc.CASE}),
        writes=frozenset({Rc.TIMELINE, Rc.MEASURE, Rc.PULSE}),
    ),
    Kind.PARTNER: Share(
        _NOBODY,
        reads=frozenset(),  # its own disclosure only: OWN_BY_LINK
        writes=frozenset({Rc.TIMELINE, Rc.ACCOUNT}),
    ),
    Kind.SYSTEM: Share(
        _NOBODY,
        reads=_STORY | {Rc.DELIVERY, Rc.CONCERN},
        writes=frozenset(
            {Rc.TIMELINE, Rc.TASK, Rc.MESSAGE, Rc.DELIVERY, Rc.RELATIONSHIP, Rc.CASE, Rc.ALERT}
            | {Rc.REFERRAL, Rc.APPOINTMENT, Rc.CONNECTION, Rc.DISCLOSURE, Rc.FEEDBACK, Rc.CONCERN}
            | {Rc.DANGER}
        ),
    ),
}


# Of a record that is locked away (`Subject.locked_at`) these open this and no more: the kinds that
# follow from a role; and breaking the glass, by which somebody reads the rest. Nobody writes more
# than what safety needs.
OF_LOCKED: Mapping[Kind, Share] = {
    Kind.BREAK_GLASS: Share(
        TEAM,
        reads=MATRIX[Kind.BREAK_GLASS].reads,
        writes=MATRIX[Kind.RECEIPT].writes | {Rc.RELATIONSHIP},  # that the glass was broken
    ),
    Kind.LEAD: Share(
        MATRIX[Kind.LEAD].roles,
        reads=MATRIX[Kind.RECEIPT].reads | {Rc.CONCERN},
        writes=MATRIX[Kind.RECEIPT].writes,
    ),
    Kind.PRIVACY: MATRIX[Kind.PRIVACY],
}


def kinds_for(role: Role, record_class: Rc, verb: Verb) -> tuple[Kind, ...]:
    """The kinds through which `role` reaches that class of record."""
    return _kinds(MATRIX, role, record_class, verb)


def kinds_of_locked(role: Role, record_class: Rc, verb: Verb) -> tuple[Kind, ...]:
    """Those that follow from `role` and reach it also in a record that is locked away."""
    return _kinds(OF_LOCKED, role, record_class, verb)


def _kinds(
    table: Mapping[Kind, Share], role: Role, record_class: Rc, verb: Verb
) -> tuple[Kind, ...]:
    return tuple(
        kind
        for kind, share in table.items()
        if role in share.roles and share.gives(record_class, verb)
    )
