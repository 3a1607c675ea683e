"""The verbs of a person's record."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from linkwell.access.actions import action
from linkwell.access.links import close_link, make_link, revoke_links_of
from linkwell.access.rules import Actor, LinkPurpose, Permission
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, WrongState
from linkwell.people.events import (
    GuardSet,
    LinksClosed,
    PersonDied,
    ProxyEnded,
    ProxyNamed,
    SafeWaySaid,
)
from linkwell.people.models import ContactWay, Person, Proxy
from linkwell.people.rules import BY_PERSON, Channel, ProxyScope, Safe, is_good_word

LONGEST_PROXY = timedelta(days=366)
OWN_PAGE_FOR = timedelta(days=180)
PERSONAL_LINKS = (
    LinkPurpose.SELF,
    LinkPurpose.PROXY,
    LinkPurpose.SURVEY,
    LinkPurpose.PARTNER,
)


@action(Permission.FOLLOW_UP)
def say_safe_way(way_id: UUID, *, safe: Safe, times: str = "", by: Actor) -> ContactWay:
    """Write down what the person said about one way of reaching them, and when it suits.

    NOT_ASKED says that somebody tried to ask and could not: what was known stays known.
    """
    way: ContactWay = ContactWay.objects.locked(way_id)
    if safe is not Safe.NOT_ASKED:
        way.safe, way.said_by, way.said_at = safe, BY_PERSON, clock.now()
        way.times = times or way.times
        way.save(update_fields=["safe", "times", "said_by", "said_at"])
    record(
        SafeWaySaid(
            subject_id=way.pk,
            person_id=way.person_id,
            service_id=way.service_id,
            channel=Channel(way.channel),
            safe=safe,
        )
    )
    return way


@action(Permission.HARD_DAY)
def note_death(person_id: UUID, *, on: date, by: Actor) -> Person:
    """They have died. From this moment nothing is ever sent to them; the rest hangs on the event.

    WrongState when it is written down already; InputAtFault for a day still to come.
    """
    person: Person = Person.objects.locked(person_id)
    if person.died_on is not None:
        raise WrongState("That they have died is written down already.")
    if not person.birth_date <= on <= clock.today():
        raise InputAtFault("Write a day that has been")
    person.died_on = on
    person.save(update_fields=["died_on"])
    record(PersonDied(**_about(person)))
    return person


@action(Permission.HARD_DAY)
def flag_abuse(person_id: UUID, *, known: bool, by: Actor) -> Person:
    """Harm by somebody close was spoken of, or is over. While it is: voice first, then messages."""
    person: Person = Person.objects.locked(person_id)
    person.abuse = known
    person.save(update_fields=["abuse"])
    record(GuardSet(**_about(person), guarded=known))
    return person


@action(Permission.HARD_DAY)
def name_proxy(
    person_id: UUID,
    *,
    name: str,
    relation: str,
    scope: Iterable[ProxyScope],
    ends_on: date,
    word: str = "",
    by: Actor,
) -> tuple[Proxy, str]:
    """Somebody speaks for the person, in these things, until a day; and their link's token, if any.

    A link is made where they may see the plan; `word` is its second fact. They never
    see restricted entries: no link does.
    """
    person = _alive(person_id)
    chosen = sorted(set(scope))
    if not chosen:
        raise InputAtFault("Choose what they may do")
    if not clock.today() < ends_on <= clock.today() + LONGEST_PROXY:
        raise InputAtFault("Choose a last day within a year from now")
    link = None
    if ProxyScope.PLAN in chosen:
        link = make_link(
            LinkPurpose.PROXY,
            person_id=person_id,
            service_id=person.service_id,
            expires_at=clock.end_of(ends_on),
            word=word,
        )
    proxy = Proxy(
        person_id=person_id, service_id=person.service_id, name=name, relation=relation,
        scope=chosen, began_on=clock.today(), ends_on=ends_on, link_id=link.id if link else None,
    )  # fmt: skip
    proxy.save(force_insert=True)
    record(ProxyNamed(**_about(person), scopes=len(chosen), ends_on=ends_on))
    return proxy, link.token if link else ""


@action(Permission.HARD_DAY)
def end_proxy(proxy_id: UUID, *, by: Actor) -> Proxy:
    """They no longer speak for the person: their link closes now."""
    proxy: Proxy = Proxy.objects.locked(proxy_id)
    if proxy.ended_at is not None:
        raise WrongState("This has ended already.")
    proxy.ended_at = clock.now()
    proxy.save(update_fields=["ended_at"])
    if proxy.link_id is not None:
        close_link(proxy.link_id)
    person: Person = Person.objects.one(proxy.person_id)
    record(ProxyEnded(**_about(person)))
    return proxy


@action(Permission.TALK)
def give_own_page(person_id: UUID, *, word: str, by: Actor) -> str:
    """A link to the person's own page, guarded by a word agreed in a talk. Its token, told once.

    Earlier links of theirs close. InputAtFault for a word that others could guess.
    """
    person = _alive(person_id)
    if not is_good_word(word, person.given_name, person.family_name):
        raise InputAtFault("Agree on a word of at least four letters that is not their name")
    revoke_links_of(person_id, LinkPurpose.SELF)
    link = make_link(
        LinkPurpose.SELF,
        person_id=person_id,
        service_id=person.service_id,
        expires_at=clock.now() + OWN_PAGE_FOR,
        word=word,
    )
    return link.token


def _alive(person_id: UUID) -> Person:
    person: Person = Person.objects.one(person_id)
    if person.died_on is not None:
        raise WrongState("They have died.")
    return person


@action(Permission.FOLLOW_UP)
def close_every_link(person_id: UUID, *, by: Actor) -> None:
    """No secret address about this person opens anything any more."""
    person: Person = Person.objects.one(person_id)
    closed = revoke_links_of(person_id, *PERSONAL_LINKS)
    record(LinksClosed(**_about(person), links=closed))


def _about(person: Person) -> dict[str, UUID]:
    return {
        "subject_id": person.pk,
        "person_id": person.pk,
        "service_id": person.service_id,
    }
