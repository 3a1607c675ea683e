"""The verbs after a visit: what the person says, what the partner says, and what is known of it."""

from uuid import UUID

from linkwell.access.actions import action
from linkwell.access.rules import Actor, ActorKind, LinkPurpose, Permission
from linkwell.connections.actions.moving import about, locked, where
from linkwell.connections.events import (
    AccountGiven,
    AccountsAgree,
    AccountsDiffer,
    Attended,
    GoingSaid,
    NotAttended,
    VerdictReached,
)
from linkwell.connections.models import Account, Connection, Disclosure, Intention
from linkwell.connections.queries import accounts_of
from linkwell.connections.rules import (
    CONNECTION,
    DISPUTED,
    OPEN_ANSWERS,
    Answer,
    ConnectionState,
    Going,
    Question,
    Source,
    verdict,
)
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, NotThere


@action(Permission.SAY)
def give_account(
    connection_id: UUID, question: Question, said: Answer, *, source: Source, by: Actor
) -> Account:
    """What the person, or the partner, says came of it. Kept apart from what the other says.

    A link speaks for its own side only; a link worker writes down what either told her.
    """
    if said not in OPEN_ANSWERS[question]:
        raise InputAtFault("Choose one of the answers")
    person_id, service_id = _spoken_of(connection_id, source, by)
    account = Account(
        person_id=person_id,
        service_id=service_id,
        connection_id=connection_id,
        question=question,
        source=source,
        via="link" if by.kind is ActorKind.LINK else "worker",
        answer=said,
    )
    account.save(force_insert=True)
    record(
        AccountGiven(
            subject_id=connection_id,
            person_id=person_id,
            service_id=service_id,
            question=question,
            source=source,
            answer=said,
        )
    )
    return account


def _spoken_of(connection_id: UUID, source: Source, by: Actor) -> tuple[UUID, UUID]:
    """Person and service of a connection that the actor may speak of, for that side."""
    if by.purpose is LinkPurpose.PARTNER:
        disclosure: Disclosure = Disclosure.objects.one(by.about_id)
        if disclosure.connection_id != connection_id or source is not Source.PARTNER:
            raise NotThere
        return disclosure.person_id, disclosure.service_id
    if by.purpose is LinkPurpose.SELF and source is not Source.PERSON:
        raise NotThere
    connection: Connection = Connection.objects.one(connection_id)
    return connection.person_id, connection.service_id


@action(Permission.CONNECT)
def weigh(connection_id: UUID, question: Question, *, by: Actor) -> Connection:
    """Bring what is known of one question up to what was said. Two who differ are disputed."""
    connection = locked(connection_id)
    found = verdict(accounts_of(connection_id), question)
    shown = DISPUTED if found.disputed else str(found.answer or "")
    before = getattr(connection, question.value)
    setattr(connection, question.value, shown)
    connection.save(update_fields=[question.value])
    record(
        VerdictReached(
            **about(connection),
            case_id=connection.case_id,
            question=question,
            answer=found.answer,
        )
    )
    if found.disputed and before != DISPUTED:
        record(
            AccountsDiffer(
                **about(connection),
                case_id=connection.case_id,
                question=question,
                person=found.person,
                partner=found.partner,
            )
        )
    elif before == DISPUTED and not found.disputed:
        record(
            AccountsAgree(
                **about(connection),
                case_id=connection.case_id,
                question=question,
                answer=found.answer,
            )
        )
    _go_on(connection, question, found.answer)
    return connection


_NO_VISIT = (Answer.NO, Answer.NOT_YET)


def _go_on(connection: Connection, question: Question, said: Answer | None) -> None:
    """A visit that nobody doubts, or a word after eight weeks, moves the connection on; a visit
    that both say was none moves it back."""
    may = CONNECTION.open_from(ConnectionState(connection.state))
    if question is Question.VISIT and said is Answer.YES and "attended" in may:
        connection.state = CONNECTION.after(ConnectionState(connection.state), "attended")
        connection.attended_on = connection.planned_on or clock.today()
        connection.attended_on = min(connection.attended_on, clock.today())
        connection.save(update_fields=["state", "attended_on"])
        record(Attended(**about(connection), **where(connection), on=connection.attended_on))
    elif question is Question.VISIT and said in _NO_VISIT and "not_attended" in may:
        connection.state = CONNECTION.after(ConnectionState(connection.state), "not_attended")
        connection.attended_on = None
        connection.save(update_fields=["state", "attended_on"])
        record(NotAttended(**about(connection), case_id=connection.case_id))
    elif question is Question.LASTS and said is not None and "lasted" in may:
        connection.state = CONNECTION.after(ConnectionState(connection.state), "lasted")
        connection.ended_at = clock.now()
        connection.save(update_fields=["state", "ended_at"])


@action(Permission.SAY)
def say_going(connection_id: UUID, said: Going, *, by: Actor) -> None:
    """The person says whether they would like to go. All three answers are fine, and a newer
    one counts."""
    person_id, service_id = _spoken_of(connection_id, Source.PERSON, by)
    Intention(
        person_id=person_id, service_id=service_id, connection_id=connection_id, going=said
    ).save(force_insert=True)
    record(
        GoingSaid(subject_id=connection_id, person_id=person_id, service_id=service_id, going=said)
    )
