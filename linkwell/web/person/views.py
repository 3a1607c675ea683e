"""A person's own page: what happens next, and whom to ring. No account, a link of their own."""

from django.http import HttpRequest

from linkwell.access.queries import organisation
from linkwell.access.rules import Actor, LinkPurpose
from linkwell.cases.queries import Held, cases_of
from linkwell.cases.rules import CaseState
from linkwell.connections.queries import chosen_of
from linkwell.kernel import clock
from linkwell.kernel.errors import NotThere
from linkwell.people.models import Person
from linkwell.referrals.queries import latest_referral
from linkwell.tasks.rules import first_talk_due, triage_due
from linkwell.web.design.words import day
from linkwell.web.doors import link_door, page
from linkwell.web.person.pages import MyPage

open_own_link = link_door(
    LinkPurpose.SELF,
    leads_to="me",
    title="Your page",
    text="Here you see what happens next, and whom to ring.",
    button="Open my page",
)


def _rings_by(case: Held | None, *, risk_mentioned: bool) -> str:
    """The day by which the link worker rings; empty once they have talked."""
    if case is None or case.state is not CaseState.WAITING:
        return ""
    return day(first_talk_due(clock.on_day(case.opened_at), risk_mentioned=risk_mentioned))


@page(LinkPurpose.SELF)
def me(request: HttpRequest, actor: Actor) -> MyPage:
    """Where things stand, in plain words. Who looks is the person, so no reading is noted."""
    if actor.person_id is None:
        raise NotThere
    person: Person = Person.objects.one(actor.person_id)
    referral = latest_referral(actor.person_id)
    case = cases_of([actor.person_id]).get(actor.person_id)
    service = organisation(person.service_id)
    received = clock.on_day(referral.received_at)
    return MyPage(
        title=f"Hello {person.given_name}",
        stage=referral.state,
        link_worker=case.holder.split()[0] if case else "",
        service_name=service.name,
        phone=service.phone,
        practice=organisation(referral.practice_id).name,
        rings_by=_rings_by(case, risk_mentioned=referral.risk_mentioned),
        urdu=person.language == "ur",
        sent_on=day(received),
        decided_by=day(triage_due(received, risk_mentioned=referral.risk_mentioned)),
        chosen=tuple(offer.name for offer in chosen_of(case.case_id)) if case else (),
    )
