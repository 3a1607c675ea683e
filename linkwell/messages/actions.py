"""The verbs of a message: queue it, and post it when it may go."""

from datetime import datetime
from uuid import UUID

from linkwell.access.actions import action
from linkwell.access.models import Organisation
from linkwell.access.rules import Actor, Permission
from linkwell.access.scope import actor_now
from linkwell.journal.actions import record
from linkwell.journal.deliveries import TryLater
from linkwell.journal.models import Event
from linkwell.kernel import clock
from linkwell.messages.backends import Letter, backend
from linkwell.messages.events import MessageCancelled, MessageHeld, MessageQueued, MessageSent
from linkwell.messages.models import Message
from linkwell.messages.queries import may_contact, standing_of
from linkwell.messages.rules import MESSAGE, Held, MessageState, after_the_night, reader_of
from linkwell.people.models import ContactWay
from linkwell.people.rules import Channel
from linkwell.tables.sealing import seal, unseal


@action(Permission.FOLLOW_UP)
def queue_message(
    *,
    cause: UUID,
    kind: str,
    person_id: UUID,
    service_id: UUID,
    channel: Channel,
    body: str,
    to_person: bool,
    by: Actor,
    subject: str = "",
    office: str = "",
    link: str = "",
    about_id: UUID | None = None,
    not_before: datetime | None = None,
) -> Message:
    """Write a message down, to be posted.

    To an organisation, `office` is its address; a person's is looked up only when it may go.
    `link` is what `{link}` in the body stands for: sealed, and forgotten once the message has gone.
    Until `not_before` it can be cancelled. Raises ValueError for a message to both or neither.
    """
    if to_person == bool(office):
        raise ValueError("A message goes to the person, or to an organisation's address.")
    message = Message(
        cause=cause, kind=kind, person_id=person_id, service_id=service_id, about_id=about_id,
        channel=channel, to=office, to_person=to_person, subject=subject, body=body,
        secret=seal(link) if link else "", not_before=not_before,
    )  # fmt: skip
    message.save(force_insert=True)
    record(MessageQueued(**_about(message), channel=channel, to_person=message.to_person))
    return message


def write_to_practice(
    event: Event, practice: Organisation, *, kind: str, subject: str, body: str
) -> None:
    """What an event means for a practice, to its office's e-mail. Inside a handler.

    Neither subject nor body may name the person: the referral's reference will do. Nothing is
    written where the practice has no e-mail; `linkwell check` names it.
    """
    person_id, service_id = event.whose()
    if practice.email:
        queue_message(
            cause=event.pk,
            kind=kind,
            person_id=person_id,
            service_id=service_id,
            channel=Channel.EMAIL,
            to_person=False,
            office=practice.email,
            subject=subject,
            body=body,
            by=actor_now(),
        )


@action(Permission.FOLLOW_UP)
def post(message_id: UUID, *, by: Actor) -> None:
    """Send a waiting message, or hold it and say why. Nothing reaches a person unasked.

    At night it raises TryLater, and the delivery comes back in the morning.
    """
    message: Message = Message.objects.locked(message_id)
    if message.state == MessageState.CANCELLED:
        record(MessageCancelled(**_about(message), to_person=message.to_person))
        return
    if message.not_before is not None and clock.now() < message.not_before:
        raise TryLater(message.not_before)
    if not message.to_person and message.secret and standing_of(message.person_id).stopped:
        _cancel(message)  # it asks a partner about them; what follows from the stop may come later
        return
    if message.to_person:
        decision = may_contact(message.person_id, Channel(message.channel), clock.now())
        if decision.held is Held.AT_NIGHT:
            raise TryLater(after_the_night(clock.now()))
        if decision.held is not None:
            _hold(message, decision.held)
            return
    _send(message)


def hold_unsafe(person_id: UUID) -> None:
    """What waits for the person and may not go any more is held at once, and its cause said, not
    only when its hour comes. Inside an action."""
    waiting = Message.objects.filter(
        person_id=person_id, to_person=True, state=MessageState.WAITING
    )
    for message in list(waiting.select_for_update(of=("self",))):
        held = may_contact(person_id, Channel(message.channel), clock.now()).held
        if held is not None and held is not Held.AT_NIGHT:
            _hold(message, held)


def cancel_messages(
    person_id: UUID, *, to_person: bool | None = None, about_id: UUID | None = None
) -> int:
    """What waits or is held about a person is never sent. Inside an action; how many there were.

    `to_person`: only those to the person, or only those to organisations. `about_id`: only those
    about that row.
    """
    waiting = Message.objects.filter(
        person_id=person_id, state__in=(MessageState.WAITING, MessageState.HELD)
    )
    if to_person is not None:
        waiting = waiting.filter(to_person=to_person)
    if about_id is not None:
        waiting = waiting.filter(about_id=about_id)
    found = list(waiting.select_for_update(of=("self",)))
    for message in found:
        _cancel(message)
    return len(found)


def _cancel(message: Message) -> None:
    message.state = MESSAGE.after(MessageState(message.state), "cancelled")
    message.save(update_fields=["state"])
    record(MessageCancelled(**_about(message), to_person=message.to_person))


def _hold(message: Message, why: Held) -> None:
    message.state, message.held = MESSAGE.after(MessageState(message.state), "held"), why
    message.save(update_fields=["state", "held"])
    record(MessageHeld(**_about(message), channel=Channel(message.channel), why=why))


def _send(message: Message) -> None:
    message.state, message.sent_at = MESSAGE.after(MessageState(message.state), "sent"), clock.now()
    body = message.body.replace("{link}", (message.secret and unseal(message.secret)) or "")
    message.secret = ""
    message.save(update_fields=["state", "sent_at", "secret"])
    backend().send(
        Letter(
            id=str(message.pk),
            channel=Channel(message.channel),
            to=_address(message),
            subject=message.subject,
            body=body,
        )
    )
    record(
        MessageSent(
            **_about(message),
            channel=Channel(message.channel),
            to_person=message.to_person,
            reader=reader_of(message.kind, to_person=message.to_person),
        )
    )


def send_to_group(letter: Letter) -> None:
    """A letter about a group's own entry of the directory, and about nobody, to the address that
    stands in it. Whoever calls has seen that it is day and that the week allows it."""
    backend().send(letter)


def _address(message: Message) -> str:
    if not message.to_person:
        return message.to
    way = ContactWay.objects.filter(
        person_id=message.person_id, channel=message.channel, safe="yes"
    ).latest("said_at")
    return str(way.value)


def _about(message: Message) -> dict[str, UUID]:
    return {
        "subject_id": message.pk,
        "person_id": message.person_id,
        "service_id": message.service_id,
    }
