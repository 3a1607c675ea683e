"""Somebody whom Nadia has taken on, for tests of reaching, talking and planning."""

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from linkwell.access.models import Organisation
from linkwell.access.rules import Actor, OrganisationKind, system_actor
from linkwell.access.scope import acting_as
from linkwell.cases.models import Case
from linkwell.conversations.actions.talk import record_contact
from linkwell.conversations.models import Contact
from linkwell.conversations.rules import Attendance, Talk, Ticks
from linkwell.demo.cast import PEOPLE
from linkwell.demo.seed import new_referral, staff_actor
from linkwell.journal.models import Event
from linkwell.kernel import clock
from linkwell.kernel.ids import UUID, new_id
from linkwell.needs.rules import Need
from linkwell.people.rules import NoNhsNumber
from linkwell.referrals.actions.arriving import submit
from linkwell.referrals.actions.deciding import accept
from linkwell.referrals.actions.triage import link_to_known
from linkwell.referrals.models import Receipt
from linkwell.referrals.rules import ReferralState
from linkwell.tasks.queries import Due, open_tasks
from linkwell.tasks.rules import TaskKind
from tests import town

DEREK = next(person for person in PEOPLE if person.key == "derek")
DANGER = "Behind with the rent. Says he wants to end his life."


def afterwards(person_id: UUID) -> AbstractContextManager[Actor]:
    """Reads what nobody of the team may any more: the record of who took back their consent."""
    return acting_as(system_actor("tests", person_id=person_id, service_id=None))


def taken_on(who: str = "nadia", /, **changes: Any) -> Case:
    """Una, new, on Nadia's caseload (or `who`'s), with everything that follows."""
    case = accept(referred(**changes).referral_id, by=staff_actor(who))
    town.run_deliveries()
    return case


def back_again(person_id: UUID, by: Actor, **changes: Any) -> Case:
    """Somebody known, Una as she was first referred, is referred again and taken onto her own
    record, with everything that follows."""
    receipt = referred(**changes)
    row = link_to_known(receipt.referral_id, known_id=person_id, by=by)
    if row.state == ReferralState.RECEIVED:
        accept(row.pk, by=by)
    town.run_deliveries()
    with acting_as(by):
        latest: Case = Case.objects.filter(person_id=person_id).latest("opened_at")
    return latest


def referred(**changes: Any) -> Receipt:
    """Una is referred by Oakmere Surgery."""
    oakmere = Organisation.objects.get(kind=OrganisationKind.PRACTICE, name="Oakmere Surgery")
    named = {
        "given_name": "Una",
        "nhs_number": None,
        "no_nhs_number": NoNhsNumber.NOT_KNOWN,
        "words": "Lives alone since her sister died.",
    }
    new = replace(new_referral(DEREK, oakmere), **{**named, **changes})
    return submit(new, key=new_id(), by=staff_actor("amara"))


def talk(**changes: Any) -> Talk:
    said: dict[str, Any] = {
        "attendance": Attendance.MET,
        "next_step": "Look at options",
        "next_on": clock.today() + timedelta(days=7),
        "words": "I used to sing.",
        "needs": Ticks((Need.LONELINESS,), ()),
    }
    return Talk(**{**said, **changes})


def talked(case: Case, who: str = "nadia", **changes: Any) -> Contact:
    contact = record_contact(case.pk, talk(**changes), key=new_id(), by=staff_actor(who))
    town.run_deliveries()
    return contact


def owed(case: Case, who: str = "nadia") -> dict[TaskKind, Due]:
    with acting_as(staff_actor(who)):
        return {task.kind: task for task in open_tasks(person_id=case.person_id)}


def events(case: Case, name: str, who: str = "ruth") -> list[Event]:
    with acting_as(staff_actor(who)):
        return list(Event.objects.filter(person_id=case.person_id, name=name).order_by("at"))


def state_of(case: Case) -> str:
    with acting_as(staff_actor("ruth")):
        return str(Case.objects.get(pk=case.pk).state)
