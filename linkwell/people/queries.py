"""Questions about people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from linkwell.people import phones
from linkwell.people.models import Address, ContactWay, Person, Proxy
from linkwell.people.rules import Channel, Safe, careful, either_way, is_by_voice, prefix_range
from linkwell.tables.expressions import one_of


@dataclass(frozen=True)
class Listed:
    """A person in a list of people."""

    person_id: UUID
    service_id: UUID
    given_name: str
    name: str
    birth_date: date


MOST = 50


def newest(service_id: UUID) -> list[Listed]:
    """The newest people of a service that the actor may know of, newest first."""
    rows = Person.objects.filter(service_id=service_id).order_by("-created_at")
    return listed(rows[:MOST])


def find_by_name(service_id: UUID, typed: str) -> list[Listed]:
    """People of a service by family name, then given name, or the other way round.

    Both bounds compare with operators that never reveal a row they were shown, so PostgreSQL may
    use the index before row security has had its say.
    """
    found = [row for form in either_way(typed) for row in _in_range(service_id, form)]
    return list(dict.fromkeys(found))


def _in_range(service_id: UUID, typed: str) -> list[Listed]:
    low, high = prefix_range(typed)
    rows = Person.objects.filter(
        service_id=service_id, search_name__gte=low, search_name__lt=high
    ).order_by("search_name", "birth_date")
    return listed(rows[:MOST])


def caseload_people(person_ids: Iterable[UUID]) -> dict[UUID, Listed]:
    """The named ones among these whom the actor may know of."""
    rows = Person.objects.filter(one_of("person_id", person_ids))
    return {person.person_id: person for person in listed(rows)}


def listed(rows: QuerySet[Person]) -> list[Listed]:
    """These rows as entries of a list, in their order."""
    named = rows.values_list("person_id", "service_id", "given_name", "family_name", "birth_date")
    return [
        Listed(one, service, given, f"{given} {family}", born)
        for one, service, given, family, born in named
    ]


@dataclass(frozen=True)
class Way:
    """One way to reach a person, with what they said about it."""

    way_id: UUID
    channel: Channel
    value: str
    safe: Safe
    times: str
    by_voice: bool = False  # they said so themselves, and it still counts
    guarded: bool = False  # somebody near them is a danger

    @property
    def is_safe(self) -> bool:
        """Somebody said so; where somebody near is a danger, they did, by voice, and it counts."""
        return self.safe is Safe.YES and (self.by_voice or not self.guarded)

    @property
    def to_confirm(self) -> bool:
        """Called safe, but not so that it is enough where somebody near is a danger."""
        return self.safe is Safe.YES and not self.is_safe


def ways_to_reach(person_id: UUID) -> list[Way]:
    """Every way to reach a person, safe ones first."""
    return ways_of([person_id])[person_id]


def ways_of(person_ids: Iterable[UUID]) -> dict[UUID, list[Way]]:
    """The same for each of these people, in one question.

    Where two answers about one way differ, each row gives the careful one: a no that came later
    stands beside an earlier yes.
    """
    found: dict[UUID, list[Any]] = {person_id: [] for person_id in person_ids}
    for row in written_ways(found).annotate(hides=hides_home()):
        found[row.person_id].append(row)
    return {person_id: _ways(rows) for person_id, rows in found.items()}


def written_ways(person_ids: Iterable[UUID]) -> QuerySet[ContactWay]:
    """Each way as it was written down, oldest word first, with `harm_since`: since when somebody
    close is said to harm them, or None."""
    harmed = Person.objects.filter(person_id=OuterRef("person_id"), abuse=True)
    rows: QuerySet[ContactWay] = ContactWay.objects.filter(one_of("person_id", person_ids))
    return rows.annotate(harm_since=Subquery(harmed.values("abuse_at"))).order_by("said_at", "id")


def _ways(rows: Sequence[Any]) -> list[Way]:
    ways = [
        Way(
            row.pk,
            Channel(row.channel),
            row.value,
            careful(Safe(other.safe) for other in rows if is_same_way(other, row)),
            row.times,
            is_by_voice(row.said_by, row.said_at, harm_since=row.harm_since),
            row.hides or row.harm_since is not None,
        )
        for row in rows
    ]
    return sorted(ways, key=lambda way: way.safe is not Safe.YES)


def is_same_way(one: ContactWay, other: ContactWay) -> bool:
    """The same way to reach somebody, however its number is written?"""
    return one.channel == other.channel and phones.same(one.value, other.value)


def said_of_number(person_id: UUID, phone: str) -> Safe | None:
    """Is it safe to ring this number, however it is written? None where nobody spoke of it.

    Where two answers differ, the careful one.
    """
    rows = ContactWay.objects.filter(person_id=person_id, channel=Channel.PHONE)
    said = [Safe(row.safe) for row in rows if phones.same(row.value, phone)]
    return careful(said) if said else None


@dataclass(frozen=True)
class Lives:
    """Where a person lives, as far as it may be shown: a hidden address has no words at all."""

    hidden: bool
    lines: str
    postcode: str


def where_they_live(person_id: UUID) -> Lives | None:
    """The address for a page. Of a hidden one, or where somebody close is a danger, only that."""
    row = Address.objects.filter(person_id=person_id).annotate(hides=hides_home()).first()
    if row is None:
        return None
    if row.hides:
        return Lives(hidden=True, lines="", postcode="")
    return Lives(hidden=False, lines=row.lines, postcode=row.postcode)


def is_guarded(person: Person) -> bool:
    """Is somebody near them a danger? Then nothing goes out before they named a safe way."""
    return bool(Person.objects.filter(hides_home(), pk=person.pk).exists())


def address_is_hidden(person_id: UUID) -> bool:
    """Was it written down that where they live must be known to nobody?"""
    return bool(Address.objects.filter(pk=person_id, hidden=True).exists())


def hides_home() -> Exists:
    """Of rows that have a `person_id`: is where they live shown to nobody, nor measured from?

    It is where the address is hidden, and where somebody close harms them.
    """
    hidden = Exists(Address.objects.filter(person_id=OuterRef("pk"), hidden=True))
    guarded = Person.objects.filter(Q(abuse=True) | hidden)
    return Exists(guarded.filter(person_id=OuterRef("person_id")))


def names_of(person: Person) -> tuple[str, str]:
    """What everybody knows of them: no word that guards something."""
    return person.given_name, person.family_name


def proxies_of(person_id: UUID) -> list[Proxy]:
    """Who speaks for a person now, or did, newest first."""
    return list(Proxy.objects.filter(person_id=person_id).order_by("-began_on", "-id"))


def may_be_known(person_id: UUID) -> bool:
    """May somebody be known to their service already, on another record: by number, by name and
    birth date, or by phone or e-mail? Asked by who may read how they are reached."""
    with connection.cursor() as cursor:
        cursor.execute("select linkwell_may_be_known(%s)", [person_id])
        (known,) = cursor.fetchone() or (False,)
    return bool(known)
