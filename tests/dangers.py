"""Somebody in danger, for tests: a referral whose words mean it, its alert, and a concern."""

from dataclasses import replace
from typing import Any

from linkwell.access.links import actor_of_link
from linkwell.access.models import Link, Organisation
from linkwell.access.rules import Actor, LinkPurpose
from linkwell.access.scope import acting_as
from linkwell.demo.cast import PEOPLE
from linkwell.demo.seed import new_referral, staff_actor
from linkwell.kernel.ids import UUID, new_id
from linkwell.people.rules import NoNhsNumber
from linkwell.referrals.actions.arriving import answer_pause, submit
from linkwell.referrals.models import Receipt
from linkwell.referrals.rules import Danger, NewReferral
from linkwell.safety.actions import raise_concern
from linkwell.safety.models import Alert
from linkwell.safety.rules import Route
from tests import town

DEREK = next(person for person in PEOPLE if person.key == "derek")
WORDS = "Behind with the rent. Says he wants to end his life."


def somebody(**changes: Any) -> NewReferral:
    """A new person from Oakmere, like Derek but for the name and the changes."""
    oakmere = Organisation.objects.get(name="Oakmere Surgery")
    unknown: dict[str, Any] = {"nhs_number": None, "no_nhs_number": NoNhsNumber.NOT_KNOWN}
    return replace(new_referral(DEREK, oakmere), **{"given_name": "Una", **unknown, **changes})


def practice_link() -> Actor:
    link = Link.objects.get(purpose=LinkPurpose.REFER, organisation__name="Oakmere Surgery")
    actor = actor_of_link(link.pk, LinkPurpose.REFER)
    assert actor is not None
    return actor


def say(receipt: Receipt, answer: Danger, by: Actor | None = None) -> None:
    """Answer the question about danger, and let what follows happen."""
    by = by or practice_link()
    answer_pause(receipt.key, practice_id=receipt.practice_id, answer=answer, by=by)
    town.run_deliveries()


def alert_about_una() -> UUID:
    receipt = submit(somebody(words=WORDS), key=new_id(), by=staff_actor("amara"))
    say(receipt, Danger.YES, by=staff_actor("amara"))
    with acting_as(staff_actor("ruth")):
        alert: Alert = Alert.objects.get(about_id=receipt.referral_id)
        return alert.pk


def concern_about(case_id: UUID) -> UUID:
    concern = raise_concern(case_id, route=Route.SAFEGUARDING_LEAD, by=staff_actor("nadia"))
    town.run_deliveries()
    return concern.pk
