"""The verbs of a connection: tell the person, send the partner, hear its answer, take it back."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from linkwell.access.actions import action
from linkwell.access.links import revoke_links_of
from linkwell.access.rules import Actor, LinkPurpose, Permission
from linkwell.cases.actions import open_case_of
from linkwell.cases.models import Case
from linkwell.cases.queries import must_not_have_stopped
from linkwell.connections.actions.moving import about, locked, moved, where
from linkwell.connections.events import (
    ConnectionAnswered,
    ConnectionRecalled,
    ConnectionStopped,
    DetailsClosed,
    DetailsSent,
    DetailsTakenBack,
    LineChanged,
    PartnerAnswered,
    PartnerNudged,
    ToldAbout,
)
from linkwell.connections.models import Connection, Disclosure
from linkwell.connections.rules import (
    TAKE_BACK_FOR,
    ConnectionState,
    DisclosedLine,
    How,
    Line,
    Partner,
    PartnerAnswer,
    RefusalReason,
    danger_in_lines,
)
from linkwell.consent.actions import note_consent
from linkwell.consent.queries import has_withdrawn
from linkwell.consent.rules import HowAsked, Purpose, Said
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, WrongState
from linkwell.messages.actions import cancel_messages
from linkwell.safety.actions import heed
from linkwell.safety.rules import SaidIn

ASK_AGAIN = "Some of these words can mean danger. Leave the line out, or say that they are to go"


@action(Permission.CONNECT)
def change_line(
    connection_id: UUID, line: Line, *, text: str | None = None, out: bool | None = None, by: Actor
) -> Connection:
    """Write a line of what the partner would read, leave it out, or put it back."""
    connection = locked(connection_id)
    if connection.state != ConnectionState.CHOSEN:
        raise WrongState("This has been sent already.")
    change = dict(connection.draft.get(line.value, {}))
    if text is not None:
        change["text"] = text
        person_id, about_id = connection.person_id, connection.pk
        heed(text, person_id=person_id, said_in=SaidIn.LINE, about_id=about_id, by=by)
    if out is not None:
        change["out"] = out
    connection.draft = {**connection.draft, line.value: change}
    connection.save(update_fields=["draft"])
    record(LineChanged(**about(connection), left_out=bool(change.get("out"))))
    return connection


@action(Permission.CONNECT)
def tell(connection_id: UUID, *, planned_on: date | None = None, by: Actor) -> Connection:
    """The person was told about it and goes by themselves: nothing is sent."""
    open_case_of(locked(connection_id).case_id)
    connection = moved(connection_id, "told", how=How.TOLD.value, planned_on=planned_on)
    record(ToldAbout(**about(connection), **where(connection)))
    return connection


@action(Permission.CONNECT)
def send(
    connection_id: UUID,
    lines: Sequence[DisclosedLine],
    *,
    how: How,
    agreed_how: HowAsked,
    partner: Partner,
    asks: str,
    planned_on: date | None = None,
    danger_meant: bool = False,
    by: Actor,
) -> Disclosure:
    """Tell a partner these lines and no others, on the person's word.

    InputAtFault when nobody has asked the person, when every line is left out, and when a line
    holds words that mean danger, unless `danger_meant`: they are to be read there all the same.
    """
    kept = [one for one in lines if not one.out]
    if agreed_how is HowAsked.NOT_ASKED:
        raise InputAtFault("Ask them first: nothing is sent without their word")
    if not kept:
        raise InputAtFault("Every line is left out. Put one back, or tell them about it instead")
    if danger_in_lines(kept) and not danger_meant:
        raise InputAtFault(ASK_AGAIN)
    _may_be_told_of(locked(connection_id))
    sent_at = clock.now()
    connection = moved(
        connection_id, "sent", how=how.value, sent_at=sent_at, planned_on=planned_on, nudged_at=None
    )
    _note_their_word(connection, agreed_how, by)
    disclosure = Disclosure(
        person_id=connection.person_id, service_id=connection.service_id, connection=connection,
        partner=partner.name, to=partner.email, asks=asks, agreed_how=agreed_how, sent_at=sent_at,
        lines=[{"line": one.line.value, "text": one.text} for one in kept],
        left_out=[one.line.value for one in lines if one.out],
    )  # fmt: skip
    disclosure.save(force_insert=True)
    record(_sent(connection, disclosure))
    return disclosure


def _may_be_told_of(connection: Connection) -> None:
    """A partner hears nothing of somebody who took back their consent and was not asked anew."""
    open_case_of(connection.case_id)
    if has_withdrawn(connection.person_id):
        raise WrongState("They took back their consent once. Ask them anew first.")


def _sent(connection: Connection, disclosure: Disclosure) -> DetailsSent:
    return DetailsSent(
        **about(connection),
        **where(connection),
        disclosure_id=disclosure.pk,
        how=How(connection.how),
        lines=len(disclosure.lines),
        left_out=len(disclosure.left_out),
        by_phone=not disclosure.to,
    )


def _note_their_word(connection: Connection, how: HowAsked, by: Actor) -> None:
    note_consent(
        connection.person_id,
        connection.service_id,
        Purpose.TELL_PARTNER,
        Said.YES,
        how,
        by=by,
        recipient_id=connection.option_id,
    )


@action(Permission.CONNECT)
def take_back(connection_id: UUID, *, by: Actor) -> Connection:
    """Within ten minutes nothing has left the house: as if it had not been sent."""
    connection = locked(connection_id)
    if connection.sent_at is None or clock.now() >= connection.sent_at + TAKE_BACK_FOR:
        raise WrongState("It has gone. Ring them, if it was a mistake.")
    connection = moved(connection_id, "taken_back", sent_at=None)
    close_disclosures(connection)
    record(DetailsTakenBack(**about(connection), case_id=connection.case_id))
    return connection


@action(Permission.SAY)
def answer(
    disclosure_id: UUID, said: PartnerAnswer, *, weeks: int | None = None, note: str = "", by: Actor
) -> Disclosure:
    """The partner answers, by its own link or to the link worker on the phone. May be changed.

    `weeks`: how long to wait, for LATER. `note`: what would be right, in the partner's words.
    """
    disclosure: Disclosure = Disclosure.objects.locked(disclosure_id)
    if disclosure.recalled_at is not None:
        raise WrongState("This was taken back. Thank you, there is nothing to do.")
    if (said is PartnerAnswer.LATER) != (weeks is not None):
        raise InputAtFault("Say how many weeks they would wait")
    disclosure.answer, disclosure.answered_at = said.value, clock.now()
    disclosure.weeks, disclosure.note = weeks, note
    disclosure.save(update_fields=["answer", "answered_at", "weeks", "note"])
    record(
        PartnerAnswered(
            subject_id=disclosure.connection_id,
            person_id=disclosure.person_id,
            service_id=disclosure.service_id,
            disclosure_id=disclosure.pk,
            answer=said,
            weeks=weeks,
        )
    )
    return disclosure


@action(Permission.CONNECT)
def take_answer(
    connection_id: UUID, said: PartnerAnswer, *, weeks: int | None, by: Actor
) -> Connection:
    """The partner's answer reaches the connection. WrongState when it comes too late to count."""
    must_not_have_stopped(Case.objects.one(locked(connection_id).case_id))
    connection = moved(connection_id, said.move, answered_at=clock.now(), weeks=weeks)
    record(ConnectionAnswered(**about(connection), **where(connection), answer=said, weeks=weeks))
    return connection


@action(Permission.CONNECT)
def nudge(connection_id: UUID, *, by: Actor) -> Connection:
    """Ask a silent partner once more."""
    connection = locked(connection_id)
    _may_be_told_of(connection)
    if connection.state != ConnectionState.SENT or connection.nudged_at is not None:
        raise WrongState("They have answered, or were asked again already.")
    connection.nudged_at = clock.now()
    connection.save(update_fields=["nudged_at"])
    record(PartnerNudged(**about(connection), case_id=connection.case_id))
    return connection


@action(Permission.CONNECT)
def stop(connection_id: UUID, *, reason: RefusalReason, by: Actor) -> Connection:
    """The person would rather not, or not any more. That is fine."""
    connection = moved(connection_id, "stopped", ended_at=clock.now())
    knew = close_disclosures(connection) > 0
    record(
        ConnectionStopped(
            **about(connection), case_id=connection.case_id, reason=reason, partner_knew=knew
        )
    )
    return connection


@action(Permission.CONNECT)
def recall(connection_id: UUID, *, by: Actor) -> Connection:
    """Take it back: the partner's link closes now, and the partner is told, without a cause."""
    connection = moved(connection_id, "recalled", ended_at=clock.now())
    knew = close_disclosures(connection) > 0
    record(ConnectionRecalled(**about(connection), case_id=connection.case_id, partner_knew=knew))
    return connection


@action(Permission.CONNECT)
def let_go(connection_id: UUID, *, by: Actor) -> Connection:
    """All has stopped, and this was not under way any more: somebody goes there by now, or it was
    full or not right. It stays what it was; whoever was told of them is told that, and no cause."""
    connection = locked(connection_id)
    knew = close_disclosures(connection) > 0
    record(DetailsClosed(**about(connection), case_id=connection.case_id, partner_knew=knew))
    return connection


def close_disclosures(connection: Connection) -> int:
    """Nothing that was sent opens any more, and what has not left never leaves. Inside an action.

    How many of them the partner may have read by now: what was told by phone, at once.
    """
    rows = list(Disclosure.objects.filter(connection=connection, recalled_at__isnull=True))
    gone = [
        row
        for row in rows
        if not row.to or row.answered_at or clock.now() >= row.sent_at + TAKE_BACK_FOR
    ]
    for row in rows:
        row.recalled_at = clock.now()
        row.save(update_fields=["recalled_at"])
        revoke_links_of(connection.person_id, LinkPurpose.PARTNER, about_id=row.pk)
        cancel_messages(connection.person_id, about_id=row.pk)
    return len(gone)
