"""The demo town is the cast of every test: filled by actions, once."""

import pytest

from linkwell.access.links import issue, revoke
from linkwell.access.models import Link, Organisation
from linkwell.access.rules import LinkPurpose
from linkwell.access.scope import acting_as
from linkwell.demo.seed import seed, staff_actor
from linkwell.people.models import Person
from linkwell.referrals.queries import queue


@pytest.mark.django_db
def test_the_town_fills_and_filling_it_again_changes_nothing() -> None:
    seed()
    with acting_as(staff_actor("nadia")) as nadia:
        first = queue(nadia)
    seed()
    with acting_as(staff_actor("nadia")) as nadia:
        assert queue(nadia) == first
    assert [waiting.name for waiting in first] == ["Derek Lomas", "Piotr Zielinski"]


@pytest.mark.django_db
@pytest.mark.parametrize("revoked", [False, True])
def test_it_fills_again_after_somebody_played_with_the_links(revoked: bool) -> None:
    seed()
    lock_lane = Organisation.objects.get(name="Lock Lane Medical Centre")
    service = Organisation.objects.get(name="Millrace Link Workers")
    helen = staff_actor("helen")
    if revoked:
        for link in Link.objects.filter(organisation=lock_lane):
            revoke(link.pk, by=helen)
    else:
        issue(LinkPurpose.REFER, organisation_id=lock_lane.pk, service_id=service.pk, by=helen)
    seed()
    with acting_as(staff_actor("ruth")):
        assert Person.objects.filter(given_name="Joan").count() == 1
