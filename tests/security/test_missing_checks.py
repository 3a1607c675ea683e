"""T02: take each check of the application away in turn; nothing of another service comes through.

The second wall stands alone then. A mutant may answer with an empty page or fail; it may not show,
change or register anybody of Millrace to strangers from next door.
"""

from collections.abc import Callable, Iterator

import pytest
from django.db import connections
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from linkwell.access import actions as access_actions
from linkwell.access import links, queries
from linkwell.access.models import Membership
from linkwell.access.policies import person_tables
from linkwell.access.scope import ActorScope, acting_as
from linkwell.demo.cast import PEOPLE
from linkwell.demo.seed import staff_actor
from linkwell.kernel.ids import UUID
from linkwell.referrals.actions import arriving, deciding, triage
from linkwell.safety.actions import alerts, callers, concerns, danger
from linkwell.tables import scope as tables_scope
from linkwell.web import doors
from tests import town
from tests.pages.people import client_of
from tests.pages.places import Places, places
from tests.security.test_probes import STRANGERS

pytestmark = [
    pytest.mark.security,
    pytest.mark.long,
    pytest.mark.django_db(transaction=True, databases="__all__"),
]

Patch = pytest.MonkeyPatch
assert places  # the fixture


class Unscoped:
    """The manager's filter, gone."""

    def visible(self, record_class: object) -> Q:
        return Q()


def no_filter(patch: Patch) -> None:
    anew = tables_scope._what_is_visible.__wrapped__  # not what was kept before
    patch.setattr(tables_scope, "_what_is_visible", anew)
    patch.setattr(ActorScope, "visible", Unscoped.visible)


def no_actor_needed(patch: Patch) -> None:
    patch.setattr(tables_scope, "current_scope", Unscoped)


def no_permission(patch: Patch) -> None:
    patch.setattr(access_actions, "may", lambda actor, permission: True)


def no_hats(patch: Patch) -> None:
    class Everything(frozenset[object]):
        def isdisjoint(self, other: object) -> bool:
            return False

    patch.setattr(doors, "hats", lambda actor: Everything())


def no_second_factor(patch: Patch) -> None:
    patch.setattr(doors, "second_factor_ready", lambda request: True)


def no_membership(patch: Patch) -> None:
    def anybodys(actor: object, organisation_id: UUID, *roles: object) -> Membership:
        return Membership.objects.filter(organisation_id=organisation_id).first()  # type: ignore[return-value]

    for module in (deciding, triage, alerts, callers, concerns, danger):
        patch.setattr(module, "membership_in", anybodys)


def no_door(patch: Patch) -> None:
    patch.setattr(arriving, "_check_door", lambda new, by: None)


def no_manager(patch: Patch) -> None:
    patch.setattr(links, "_check_manages", lambda service_id, by: None)


def no_doors_of_ones_own(patch: Patch) -> None:
    from linkwell.web.referrer import receipts, views, yourself

    for module in (views, receipts, yourself):
        patch.setattr(module, "doors_for", lambda actor: queries.doors_of(_every_practice()))


def _every_practice() -> tuple[UUID, ...]:
    from linkwell.access.models import PracticeAgreement

    return tuple(PracticeAgreement.objects.values_list("practice_id", flat=True))


MUTANTS: tuple[Callable[[Patch], None], ...] = (
    no_filter,
    no_actor_needed,
    no_permission,
    no_hats,
    no_second_factor,
    no_membership,
    no_door,
    no_manager,
    no_doors_of_ones_own,
)
NAMES = [
    trace
    for person in PEOPLE
    if person.key != "wendy"
    for trace in (person.family_name, person.words[:30], *(c.value for c in person.contacts))
]


def everything_of_millrace() -> list[tuple[object, ...]]:
    """All its rows, to see that nothing was changed or added."""
    rows: list[tuple[object, ...]] = []
    with connections["bulk"].cursor() as cursor:
        cursor.execute("select id from access_organisation where name = 'Millrace Link Workers'")
        (service_id,) = cursor.fetchone()
        for model in person_tables():
            table = model._meta.db_table
            cursor.execute(f"select t::text from {table} t where service_id = %s", [service_id])
            rows += [(table, *row) for row in cursor.fetchall()]
    return sorted(rows)


def test_without_any_one_of_them_nothing_of_another_service_comes_through(
    places: Places,
) -> None:
    addresses = [reverse(name, args=ids) for name, ids in places.items() if _has_ids(ids)]
    assert len(addresses) > 60
    people = town.person_ids()
    clients = {who: client_of(who, people) for who in STRANGERS}
    before = everything_of_millrace()
    for mutant in MUTANTS:
        with pytest.MonkeyPatch.context() as patch:
            mutant(patch)
            shown = [
                (mutant.__name__, who, address, trace)
                for who, client in clients.items()
                for address, text in answers(client, addresses)
                for trace in NAMES
                if trace in text
            ]
        assert shown == []
        assert everything_of_millrace() == before, mutant.__name__


def _has_ids(ids: tuple[UUID | str, ...]) -> bool:
    return any(isinstance(one, UUID) for one in ids)


def answers(client: Client, addresses: list[str]) -> Iterator[tuple[str, str]]:
    """What the pages say to a stranger at somebody else's addresses, and at their own."""
    for address in addresses:
        for verb in (client.get, client.post):
            yield address, verb(address).content.decode()
    for name in ("today", "queue", "people", "practice", "refer"):
        yield name, client.get(reverse(name)).content.decode()


def test_without_any_one_of_them_the_database_gives_no_row_of_another_service() -> None:
    town.fill()
    people = town.person_ids()
    millrace = {people[person.key] for person in PEOPLE if person.key != "wendy"}
    for mutant in MUTANTS:
        with pytest.MonkeyPatch.context() as patch:
            mutant(patch)
            for who in STRANGERS:
                with acting_as(staff_actor(who)):
                    for model in person_tables():
                        seen = set(model.objects.values_list("person_id", flat=True))
                        assert not seen & millrace, (mutant.__name__, who, model)
