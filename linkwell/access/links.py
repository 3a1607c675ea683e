"""Secret addresses: 256 bits, only their hash kept, each for one purpose."""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db import connection
from django.db.models import Q

from linkwell.access.actions import action
from linkwell.access.events import LinkIssued, LinkRevoked, LinkUsed, LinkWordWrong
from linkwell.access.models import Link, PracticeAgreement, Subject, User
from linkwell.access.rules import Actor, ActorKind, LinkPurpose, Permission, Role
from linkwell.access.sharing import LINKED
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.kernel.errors import NotThere


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()


@action(Permission.MANAGE_ACCESS)
def issue(
    purpose: LinkPurpose,
    *,
    by: Actor,
    organisation_id: UUID | None = None,
    service_id: UUID | None = None,
    holder: UUID | None = None,
    user_id: UUID | None = None,
    expires_at: datetime | None = None,
) -> str:
    """A new link's token, told once and never kept.

    NotThere for a manager of another service.
    """
    _check_may_issue(purpose, organisation_id, service_id, by)
    token = secrets.token_urlsafe(32)
    link = Link(
        purpose=purpose,
        token_hash=_hash(token),
        organisation_id=organisation_id,
        service_id=service_id,
        holder=holder,
        user_id=user_id,
        expires_at=expires_at,
    )
    link.save(force_insert=True)
    record(LinkIssued(subject_id=link.pk, service_id=service_id, purpose=purpose))
    return token


@dataclass(frozen=True)
class NewLink:
    """A link just made. Its token is told once and never kept."""

    id: UUID
    token: str


PATHS = {
    LinkPurpose.REFER: "/r/",
    LinkPurpose.ASK: "/a/",
    LinkPurpose.SELF: "/p/",
    LinkPurpose.PROXY: "/x/",
    LinkPurpose.PARTNER: "/c/",
    LinkPurpose.SURVEY: "/q/",
    LinkPurpose.ENTRY: "/g/",
    LinkPurpose.INVITE: "/invitation/",
}


def address_of(purpose: LinkPurpose, token: str, *, origin: str) -> str:
    """The whole address of a link, for a letter or a message: short enough to be typed."""
    return f"{origin}{PATHS[purpose]}{token}"


def make_link(
    purpose: LinkPurpose,
    *,
    person_id: UUID,
    service_id: UUID,
    expires_at: datetime,
    about_id: UUID | None = None,
    organisation_id: UUID | None = None,
    word: str = "",
) -> NewLink:
    """A link about one person: their own, their proxy's, a partner's, a few questions.

    Inside an action. `word` is the second fact: without it the address opens nothing.
    """
    token = secrets.token_urlsafe(32)
    link = Link(
        purpose=purpose,
        token_hash=_hash(token),
        word_hash=make_password(_plain_word(word)) if word else "",
        holder=person_id,
        service_id=service_id,
        organisation_id=organisation_id,
        about_id=about_id,
        expires_at=expires_at,
    )
    link.save(force_insert=True)
    record(
        LinkIssued(subject_id=link.pk, person_id=person_id, service_id=service_id, purpose=purpose)
    )
    return NewLink(link.pk, token)


def make_entry_link(entry_id: UUID, *, expires_at: datetime) -> NewLink:
    """A group's link to its own entry of the directory, and to no other. Inside an action."""
    token = secrets.token_urlsafe(32)
    link = Link(
        purpose=LinkPurpose.ENTRY,
        token_hash=_hash(token),
        about_id=entry_id,
        expires_at=expires_at,
    )
    link.save(force_insert=True)
    record(LinkIssued(subject_id=link.pk, purpose=LinkPurpose.ENTRY))
    return NewLink(link.pk, token)


def close_entry_links(entry_id: UUID) -> int:
    """No link to this entry opens anything from now on. Inside an action; how many did."""
    still = Q(expires_at=None) | Q(expires_at__gt=clock.now())
    links = Link.objects.filter(
        still, purpose=LinkPurpose.ENTRY, about_id=entry_id, revoked_at=None
    )
    found = list(links)
    for link in found:
        record(LinkRevoked(subject_id=link.pk))
    links.update(revoked_at=clock.now())
    return len(found)


def revoke_links_of(person_id: UUID, *purposes: LinkPurpose, about_id: UUID | None = None) -> int:
    """Close every open link about a person (of these purposes). Inside an action; how many."""
    links = Link.objects.filter(holder=person_id, revoked_at=None, purpose__in=purposes)
    if about_id is not None:
        links = links.filter(about_id=about_id)
    found = list(links)
    for link in found:
        service_id = _service_about(link)
        record(LinkRevoked(subject_id=link.pk, person_id=person_id, service_id=service_id))
    links.update(revoked_at=clock.now())  # last: by a closed link nothing is written, not even that
    return len(found)


def _service_about(link: Link) -> UUID | None:
    """Whose service a link belongs to: of one about a person, always the person's own. No event
    about somebody may be without it, so a link that lacks it stops nothing."""
    if link.service_id is not None or link.holder is None:
        return link.service_id
    subject: Subject = Subject.objects.one(link.holder)
    return subject.service_id


def close_links_about(person_id: UUID) -> None:
    """No secret address about this person opens anything from now on. Last in an action: it may
    close the link by which they act."""
    revoke_links_of(person_id, *LINKED)


def close_link(link_id: UUID) -> None:
    """This one opens nothing from now on. Inside an action."""
    link = Link.objects.get(pk=link_id)
    if link.revoked_at is None:
        link.revoked_at = clock.now()
        link.save(update_fields=["revoked_at"])


def is_open(link_id: UUID) -> bool:
    """Does this link still open something?"""
    still = Q(expires_at=None) | Q(expires_at__gt=clock.now())
    return Link.objects.filter(still, pk=link_id, revoked_at=None).exists()


def asks_for_word(link_id: UUID) -> bool:
    """Whether a second fact guards this link."""
    return Link.objects.filter(pk=link_id).exclude(word_hash="").exists()


MOST_WRONG_WORDS = 5


@action(Permission.OPEN_PAGE)
def prove(word: str, *, by: Actor) -> bool:
    """Say the word that was agreed in a talk. After five wrong ones the link is closed for good."""
    link = Link.objects.select_for_update().get(pk=by.id)
    service_id = _service_about(link)
    if link.revoked_at is None and check_password(_plain_word(word), link.word_hash):
        record(LinkUsed(subject_id=link.pk, service_id=service_id, person_id=link.holder))
        return True
    record(LinkWordWrong(subject_id=link.pk, service_id=service_id, person_id=link.holder))
    link.wrong_words += 1
    if link.wrong_words >= MOST_WRONG_WORDS:  # last: a closed link may write nothing
        link.revoked_at = clock.now()
    link.save(update_fields=["wrong_words", "revoked_at"])
    return False


def _plain_word(word: str) -> str:
    """However it is typed: case, spaces and accents do not count."""
    return "".join(ch for ch in unicodedata.normalize("NFKD", word).casefold() if ch.isalnum())


@action(Permission.MANAGE_ACCESS)
def revoke(link_id: UUID, *, by: Actor) -> None:
    """The link opens nothing from now on."""
    link = Link.objects.select_for_update().filter(pk=link_id, revoked_at=None).first()
    if link is None:
        raise NotThere
    _check_manages(link.service_id, by)
    link.revoked_at = clock.now()
    link.save(update_fields=["revoked_at"])
    record(LinkRevoked(subject_id=link.pk, service_id=link.service_id))


OF_A_PRACTICE = (LinkPurpose.REFER, LinkPurpose.ASK)  # many uses; they submit, and read nothing


def _check_may_issue(
    purpose: LinkPurpose, organisation_id: UUID | None, service_id: UUID | None, by: Actor
) -> None:
    """A manager makes a practice's links, for practices with an agreement with her own service."""
    _check_manages(service_id, by)
    if by.kind is not ActorKind.MEMBER:
        return
    agreed = PracticeAgreement.objects.filter(
        service_id=service_id, practice_id=organisation_id, ended_on=None
    )
    if purpose not in OF_A_PRACTICE or not agreed.exists():
        raise NotThere


def _check_manages(service_id: UUID | None, by: Actor) -> None:
    if by.kind is ActorKind.MEMBER and service_id not in by.organisations(Role.MANAGER):
        raise NotThere


def open_link(token: str, purpose: LinkPurpose) -> Actor | None:
    """Who a token stands for, or None: unknown, revoked, used up and expired look alike."""
    with connection.cursor() as cursor:
        cursor.execute("select * from linkwell_open_link(%s)", [_hash(token)])
        row = cursor.fetchone()
    if row is None or row[1] != purpose:
        return None
    return _actor(row)


def actor_of_link(link_id: UUID, purpose: LinkPurpose) -> Actor | None:
    """The same for a link opened earlier in this session; revoked ones are gone at once."""
    link = Link.objects.filter(pk=link_id, purpose=purpose, revoked_at=None).first()
    if link is None or (link.expires_at is not None and link.expires_at <= clock.now()):
        return None
    return _actor(
        (
            link.pk,
            link.purpose,
            link.organisation_id,
            link.service_id,
            link.holder,
            link.user_id,
            link.about_id,
        )
    )


def invited(token: str) -> tuple[UUID, User] | None:
    """The link and the user of an invitation that is still open."""
    with connection.cursor() as cursor:
        cursor.execute("select id, purpose, user_id from linkwell_open_link(%s)", [_hash(token)])
        row = cursor.fetchone()
    if row is None or row[1] != LinkPurpose.INVITE:
        return None
    return row[0], User.objects.get(pk=row[2])


@action(Permission.KEEP_OWN_ACCOUNT)
def accept_invitation(link_id: UUID, password: str, *, by: Actor) -> None:
    """Use up one's own invitation and set the password; NotThere when it is no longer open."""
    still_open = Link.objects.select_for_update().filter(
        Q(expires_at=None) | Q(expires_at__gt=clock.now()),
        pk=link_id,
        user_id=by.id,
        purpose=LinkPurpose.INVITE,
        used_at=None,
        revoked_at=None,
    )
    if not still_open.exists():
        raise NotThere
    still_open.update(used_at=clock.now())
    user = User.objects.get(pk=by.id)
    user.set_password(password)
    user.save(update_fields=["password"])
    record(LinkUsed(subject_id=link_id))


_Row = tuple[UUID, str, UUID | None, UUID | None, UUID | None, UUID | None, UUID | None]


def _actor(row: _Row) -> Actor:
    link_id, purpose, organisation_id, service_id, holder, _, about_id = row
    return Actor(
        id=link_id,
        kind=ActorKind.LINK,
        name=f"a {purpose} link",
        purpose=LinkPurpose(purpose),
        organisation_id=organisation_id,
        service_id=service_id,
        person_id=holder,
        about_id=about_id,
    )
