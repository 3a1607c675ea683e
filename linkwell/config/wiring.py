"""Who hears of what: the only place where a lower package's event reaches a higher one."""

from contextlib import AbstractContextManager
from uuid import UUID

from linkwell.access.rules import Actor, system_actor
from linkwell.access.scope import acting_as
from linkwell.cases.events import CaseBegun
from linkwell.connections.events import NothingSuited, OptionChosen
from linkwell.journal.deliveries import Handler, wire
from linkwell.kernel.events import DomainEvent
from linkwell.messages import handlers as messages
from linkwell.messages.events import MessageHeld, MessageQueued
from linkwell.people.events import SafeWaySaid
from linkwell.referrals.events import ReferralAccepted, ReferralReceived, ReferralReturned
from linkwell.tasks import handlers as tasks

HANDLERS: dict[type[DomainEvent], tuple[Handler, ...]] = {
    ReferralReceived: (
        messages.acknowledge_practice,
        messages.acknowledge_person,
        tasks.ask_for_triage,
    ),
    ReferralAccepted: (tasks.triage_is_done, tasks.ask_for_first_talk),
    ReferralReturned: (tasks.triage_is_done,),
    CaseBegun: (tasks.first_talk_is_done, tasks.ask_for_options),
    OptionChosen: (tasks.options_are_found,),
    NothingSuited: (tasks.options_are_found,),
    SafeWaySaid: (tasks.safe_way_is_known,),
    MessageQueued: (messages.post_message,),
    MessageHeld: (tasks.ask_for_a_safe_way,),
}


def connect() -> None:
    """Called once, when Django is ready."""
    wire(HANDLERS, acting_for=_handling)


def _handling(person_id: UUID | None, service_id: UUID | None) -> AbstractContextManager[Actor]:
    return acting_as(system_actor("deliveries", person_id=person_id, service_id=service_id))
