"""The verbs of a person's record."""

from datetime import date
from uuid import UUID

from linkwell.access.actions import action
from linkwell.access.links import close_link, close_links_about, revoke_links_of
from linkwell.access.queries import membership_in
from linkwell.access.rules import Actor, LinkPurpose, Permission, Role
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, WrongState
from linkwell.people.events import (
    DeathUndone,
    GuardSet,
    HomeHidden,
    PersonDied,
    ProxyEnded,
    SafeWaySaid,
)
from linkwell.people.models import Address, ContactWay, Person, Proxy
from linkwell.people.queries import is_same_way
from linkwell.people.rules import BY_PERSON, Channel, Safe


@action(Permission.FOLLOW_UP)
def say_safe_way(way_id: UUID, *, safe: Safe, times: str = "", by: Actor) -> ContactWay:
    """Write down what the person said about one way of reaching them, and when it suits.

    NOT_ASKED says that somebody tried to ask and could not: what was known stays known. Where the
    same way is written down twice, they spoke of both.
    """
    way: ContactWay = ContactWay.objects.locked(way_id)
    if safe is not Safe.NOT_ASKED:
        rows = ContactWay.objects.select_for_update().filter(person_id=way.person_id).order_by("id")
        for row in (row for row in rows if is_same_way(row, way)):
            row.safe, row.said_by, row.said_at = safe, BY_PERSON, clock.now()
            row.times = times or row.times
            row.save(update_fields=["safe", "times", "said_by", "said_at"])
        way.refresh_from_db()
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
    """They have died. From this moment nothing is ever sent to them, and no link about them opens.

    The rest hangs on the event. WrongState when it is written down already; InputAtFault for a day
    still to come.
    """
    person: Person = Person.objects.locked(person_id)
    if person.died_on is not None:
        raise WrongState("That they have died is written down already.")
    if not person.birth_date <= on <= clock.today():
        raise InputAtFault("Write a day that has been")
    person.died_on = on
    person.save(update_fields=["died_on"])
    record(PersonDied(**_about(person)))
    close_links_about(person_id)
    return person


@action(Permission.HARD_DAY)
def undo_death(person_id: UUID, *, by: Actor) -> Person:
    """It was written on the wrong person: a supervisor of the service takes it back, and NotThere
    for anybody else.

    Nothing that was cancelled, recalled or closed comes back by itself. WrongState where no death
    is written down.
    """
    person: Person = Person.objects.locked(person_id)
    membership_in(by, person.service_id, Role.SUPERVISOR)
    if person.died_on is None:
        raise WrongState("No death is written down.")
    person.died_on = None
    person.save(update_fields=["died_on"])
    record(DeathUndone(**_about(person)))
    return person


@action(Permission.HARD_DAY)
def flag_abuse(person_id: UUID, *, known: bool, by: Actor) -> Person:
    """Harm by somebody close was spoken of, or is over. While it is: what they say by voice from
    now on is safe, and nothing that was said before; and no page of whoever speaks for them opens,
    since it may be the one.

    WrongState where it stands so already.
    """
    person: Person = Person.objects.locked(person_id)
    if person.abuse == known:
        raise WrongState(
            "That somebody close harms them is written down already."
            if known
            else "That somebody close harms them is not written down."
        )
    person.abuse, person.abuse_at = known, clock.now()
    person.save(update_fields=["abuse", "abuse_at"])
    record(GuardSet(**_about(person), guarded=known))
    if known:
        revoke_links_of(person_id, LinkPurpose.PROXY)
    return person


@action(Permission.HARD_DAY)
def hide_home(person_id: UUID, *, hidden: bool, by: Actor) -> Address:
    """Where they live must be known to nobody from now on, also where we do not know it; or may be
    known again. What waits to go out waits for a safe way, as with harm.

    WrongState where it stands so already.
    """
    person: Person = Person.objects.locked(person_id)
    address = Address.objects.filter(pk=person_id).first() or Address(
        person_id=person_id, service_id=person.service_id
    )
    if address.hidden == hidden:
        raise WrongState(
            "That where they live is hidden is written down already."
            if hidden
            else "That where they live is hidden is not written down."
        )
    address.hidden = hidden
    address.save()
    record(HomeHidden(**_about(person), hidden=hidden))
    return address


@action(Permission.FOLLOW_UP)
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


def _about(person: Person) -> dict[str, UUID]:
    return {
        "subject_id": person.pk,
        "person_id": person.pk,
        "service_id": person.service_id,
    }
