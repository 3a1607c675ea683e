"""What is owed to somebody who was taken on: raised, put first, and closed when it is done."""

from dataclasses import replace
from typing import Any

import pytest

from linkwell.access.models import Organisation
from linkwell.access.rules import OrganisationKind
from linkwell.access.scope import acting_as
from linkwell.cases.actions import begin
from linkwell.cases.models import Case
from linkwell.connections.actions import choose, nothing_suits, show_options
from linkwell.connections.models import Offer
from linkwell.demo.cast import PEOPLE
from linkwell.demo.seed import new_referral, staff_actor
from linkwell.directory.models import Service
from linkwell.kernel import clock
from linkwell.kernel.ids import new_id
from linkwell.people.actions import say_safe_way
from linkwell.people.models import ContactWay
from linkwell.people.rules import Channel, NoNhsNumber, Safe
from linkwell.referrals.actions.arriving import submit
from linkwell.referrals.actions.deciding import accept
from linkwell.referrals.rules import NewContact
from linkwell.tasks.queries import Due, open_tasks
from linkwell.tasks.rules import TaskKind, due_on
from tests import town

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

DEREK = next(person for person in PEOPLE if person.key == "derek")
DANGER = "Behind with the rent. Says he wants to end his life."


@pytest.fixture(autouse=True)
def filled() -> None:
    town.fill()


def taken_on(**changes: Any) -> Case:
    """Somebody new whom Nadia takes on, with everything that follows."""
    oakmere = Organisation.objects.get(kind=OrganisationKind.PRACTICE, name="Oakmere Surgery")
    new = replace(
        new_referral(DEREK, oakmere),
        given_name="Una",
        nhs_number=None,
        no_nhs_number=NoNhsNumber.NOT_KNOWN,
        **changes,
    )
    receipt = submit(new, key=new_id(), by=staff_actor("amara"))
    case = accept(receipt.referral_id, by=staff_actor("nadia"))
    town.run_deliveries()
    return case


def owed(case: Case) -> dict[TaskKind, Due]:
    with acting_as(staff_actor("nadia")):
        return {task.kind: task for task in open_tasks(person_id=case.person_id)}


def test_whose_referral_mentions_danger_is_rung_on_the_day() -> None:
    assert owed(taken_on(words=DANGER))[TaskKind.FIRST_TALK].due_on == clock.today()


def test_everybody_else_is_rung_within_the_working_week() -> None:
    due = owed(taken_on(words="Misses her garden."))[TaskKind.FIRST_TALK].due_on
    assert due == due_on(TaskKind.FIRST_TALK, clock.today())


def shown(case: Case) -> Offer:
    service = Service.objects.order_by("name").first()
    assert service is not None
    answer = {"considered": 1, "options": [{"service_id": str(service.pk)}]}
    with acting_as(staff_actor("nadia")) as nadia:
        options = show_options(case.pk, asked={}, answer=answer, by=nadia)
        offer: Offer = Offer.objects.get(option_list=options)
    return offer


@pytest.mark.parametrize("end", ["choose", "nothing"])
def test_after_the_talk_options_are_owed_until_one_is_chosen_or_nothing_suits(end: str) -> None:
    case, nadia = taken_on(), staff_actor("nadia")
    talk = owed(case)[TaskKind.FIRST_TALK]
    begin(case.pk, by=nadia)
    town.run_deliveries()
    looking = owed(case)
    assert set(looking) - {TaskKind.ASK_SAFE_WAY} == {TaskKind.FIND_OPTIONS}
    assert looking[TaskKind.FIND_OPTIONS].owner_id == talk.owner_id is not None
    offer = shown(case)
    if end == "choose":
        choose(offer.pk, by=nadia)
    else:
        nothing_suits(offer.option_list_id, by=nadia)
    town.run_deliveries()
    assert TaskKind.FIND_OPTIONS not in owed(case)


def way_of(case: Case, channel: Channel) -> ContactWay:
    with acting_as(staff_actor("nadia")):
        way: ContactWay = ContactWay.objects.get(person_id=case.person_id, channel=channel)
        return way


def say(case: Case, channel: Channel, safe: Safe) -> None:
    say_safe_way(way_of(case, channel).pk, safe=safe, by=staff_actor("nadia"))
    town.run_deliveries()


def test_asking_is_done_when_every_way_has_been_asked_about() -> None:
    number = "07700 900691"  # of nobody who is known
    contacts = tuple(
        NewContact(one, number, Safe.NOT_ASKED) for one in (Channel.PHONE, Channel.TEXT)
    )
    case = taken_on(contacts=contacts)
    assert TaskKind.ASK_SAFE_WAY in owed(case)
    say(case, Channel.PHONE, Safe.YES)
    assert TaskKind.ASK_SAFE_WAY in owed(case)
    say(case, Channel.TEXT, Safe.NOT_ASKED)
    assert TaskKind.ASK_SAFE_WAY in owed(case)
    say(case, Channel.TEXT, Safe.NO)
    assert TaskKind.ASK_SAFE_WAY not in owed(case)


def test_that_somebody_could_not_ask_deletes_nothing_that_is_known() -> None:
    case = taken_on(contacts=(NewContact(Channel.PHONE, "07700 900418", Safe.YES, "Mornings"),))
    before = way_of(case, Channel.PHONE)
    say(case, Channel.PHONE, Safe.NOT_ASKED)
    after = way_of(case, Channel.PHONE)
    assert (after.safe, after.times, after.said_at) == (Safe.YES, "Mornings", before.said_at)
