"""Who somebody is to us: roles, actors, and what each role may do."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID, uuid5

_SYSTEM = UUID("6c1f7c1e-6e2b-5d0f-9b42-2f5b7a1d0e11")  # namespace of the named system actors


class OrganisationKind(StrEnum):
    SERVICE = "service"  # a link worker service: the data controller of its people's records
    PRACTICE = "practice"
    EMPLOYER = "employer"  # a primary care network or a charity that employs link workers
    PARTNER = "partner"  # a community organisation that people are connected to


class Role(StrEnum):
    """What a membership makes of somebody. The sentence is what the roles page says."""

    LINK_WORKER = "link_worker"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    PRIVACY_LEAD = "privacy_lead"
    GP = "gp"
    RECEPTIONIST = "receptionist"

    @property
    def sentence(self) -> str:
        return _ROLE_SENTENCES[self]


TEAM = frozenset({Role.LINK_WORKER, Role.SUPERVISOR})  # who works with people
_ROLE_SENTENCES = {
    Role.LINK_WORKER: "Sees her own people and the team's queue; accepts, listens, connects.",
    Role.SUPERVISOR: "Sees everybody in the service by name; shares what is heavy.",
    Role.MANAGER: "Sees how the service stands, in numbers, without names.",
    Role.PRIVACY_LEAD: "Sees who looked at whose record, and why; not the record.",
    Role.GP: "Refers, and sees what became of those the practice referred.",
    Role.RECEPTIONIST: "Refers for the practice, and sees what became of those it referred.",
}


class LinkPurpose(StrEnum):
    REFER = "refer"  # a practice's: many uses, submits only, revocable
    ASK = "ask"  # the same, on a poster: whoever opens it asks for themselves
    SELF = "self"  # a person's: their own page
    PROXY = "proxy"  # somebody who speaks for a person, within a scope, until a day
    PARTNER = "partner"  # a community organisation's: one disclosure, and its answer
    SURVEY = "survey"  # a person's: a few questions, for an hour
    ENTRY = "entry"  # a group's: its own entry of the directory, and nothing about anybody
    INVITE = "invite"  # a new member's: once, to choose a password


class CoverReason(StrEnum):
    """Why a colleague opens somebody else's record."""

    RANG_IN = "rang_in"  # the person is on the phone, or at the door
    HOLDER_AWAY = "holder_away"
    PARTNER_RANG = "partner_rang"
    DUTY = "duty"


class ActorKind(StrEnum):
    MEMBER = "member"
    LINK = "link"
    SYSTEM = "system"  # a handler, for one person at a time
    OPERATOR = "operator"  # whoever runs the command line; reads nothing about people


@dataclass(frozen=True)
class Member:
    """One membership of an actor: `id` is the membership's."""

    id: UUID
    organisation_id: UUID
    role: Role


@dataclass(frozen=True)
class Actor:
    """Somebody or something that asks or acts. Built at the door, never by a page."""

    id: UUID
    kind: ActorKind
    name: str
    memberships: tuple[Member, ...] = ()
    purpose: LinkPurpose | None = None
    organisation_id: UUID | None = None  # the practice of a REFER or ASK link
    service_id: UUID | None = None  # the service of a link, or of the case a system actor serves
    person_id: UUID | None = None  # the person of a link or of a system actor
    about_id: UUID | None = None  # what a link opens: a disclosure, a set of questions

    def roles(self) -> frozenset[Role]:
        return frozenset(member.role for member in self.memberships)

    def organisations(self, *roles: Role) -> tuple[UUID, ...]:
        """Where the actor holds one of `roles`."""
        return tuple(m.organisation_id for m in self.memberships if m.role in roles)


def system_actor(name: str, *, person_id: UUID | None, service_id: UUID | None) -> Actor:
    """A named system actor for one case; the same name is always the same id."""
    return Actor(
        id=uuid5(_SYSTEM, name),
        kind=ActorKind.SYSTEM,
        name=name,
        person_id=person_id,
        service_id=service_id,
    )


def operator(name: str = "command line") -> Actor:
    return Actor(id=uuid5(_SYSTEM, f"operator:{name}"), kind=ActorKind.OPERATOR, name=name)


class Permission(StrEnum):
    """The verbs. Which record they may touch is the sharing matrix's business."""

    REFER = "refer"
    TRIAGE = "triage"
    RECORD_CHOICE = "record_choice"
    FOLLOW_UP = "follow_up"
    CURATE_DIRECTORY = "curate_directory"
    BRING_LIST = "bring_list"
    TELL_DIRECTORY = "tell_directory"
    KEEP_ENTRY = "keep_entry"
    DECIDE_ENTRY = "decide_entry"
    ADD_GROUP = "add_group"
    MANAGE_ACCESS = "manage_access"
    TALK = "talk"
    KEEP_SAFE = "keep_safe"
    COVER = "cover"
    BREAK_GLASS = "break_glass"
    CONSENT = "consent"
    CONNECT = "connect"
    SAY = "say"
    OPEN_PAGE = "open_page"
    CLOSE_CASE = "close_case"
    HARD_DAY = "hard_day"
    COUNT_GAPS = "count_gaps"
    KEEP_DRAFT = "keep_draft"
    KEEP_OWN_ACCOUNT = "keep_own_account"


Hat = Role | LinkPurpose | ActorKind

_PRACTICE: frozenset[Hat] = frozenset({Role.GP, Role.RECEPTIONIST})

PERMISSIONS: dict[Permission, frozenset[Hat]] = {
    Permission.REFER: TEAM | _PRACTICE | {LinkPurpose.REFER, LinkPurpose.ASK},
    Permission.TRIAGE: TEAM,
    Permission.RECORD_CHOICE: TEAM,
    Permission.FOLLOW_UP: TEAM | {ActorKind.SYSTEM},
    Permission.TALK: TEAM,
    Permission.KEEP_SAFE: TEAM | _PRACTICE | {ActorKind.SYSTEM},
    Permission.COVER: TEAM,
    Permission.BREAK_GLASS: TEAM,
    Permission.CONSENT: TEAM | {LinkPurpose.SELF},
    Permission.CONNECT: TEAM | {ActorKind.SYSTEM},
    Permission.SAY: TEAM | {LinkPurpose.SELF, LinkPurpose.PARTNER, LinkPurpose.SURVEY},
    Permission.OPEN_PAGE: frozenset({LinkPurpose.SELF, LinkPurpose.PROXY}),
    Permission.CLOSE_CASE: TEAM | {ActorKind.SYSTEM},
    Permission.HARD_DAY: TEAM,
    Permission.CURATE_DIRECTORY: frozenset({ActorKind.OPERATOR}),
    Permission.BRING_LIST: frozenset({Role.SUPERVISOR, Role.MANAGER, ActorKind.OPERATOR}),
    Permission.TELL_DIRECTORY: TEAM | {ActorKind.SYSTEM, ActorKind.OPERATOR},
    Permission.KEEP_ENTRY: frozenset({LinkPurpose.ENTRY}),
    Permission.DECIDE_ENTRY: frozenset({Role.SUPERVISOR, Role.MANAGER}),
    Permission.ADD_GROUP: TEAM | {ActorKind.SYSTEM},
    Permission.MANAGE_ACCESS: frozenset({Role.MANAGER, ActorKind.OPERATOR}),
    Permission.COUNT_GAPS: frozenset({ActorKind.SYSTEM}),
    Permission.KEEP_DRAFT: frozenset({*Role, ActorKind.OPERATOR}),
    Permission.KEEP_OWN_ACCOUNT: frozenset(Role),
}


def hats(actor: Actor) -> frozenset[Hat]:
    """Everything an actor may act as."""
    worn: set[Hat] = set(actor.roles())
    if actor.kind is ActorKind.LINK and actor.purpose is not None:
        worn.add(actor.purpose)
    if actor.kind in (ActorKind.SYSTEM, ActorKind.OPERATOR):
        worn.add(actor.kind)
    return frozenset(worn)


def may(actor: Actor, permission: Permission) -> bool:
    return not PERMISSIONS[permission].isdisjoint(hats(actor))
