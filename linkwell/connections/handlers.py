"""What connections do when something has happened: tell the partner, take its answer, give the
link worker the next thing to do. Each runs once for one event."""

from datetime import date, timedelta
from uuid import UUID

from django.conf import settings

from linkwell.access.links import address_of, make_link
from linkwell.access.queries import organisation
from linkwell.access.rules import LinkPurpose
from linkwell.access.scope import actor_now
from linkwell.cases.queries import has_stopped
from linkwell.connections.actions import let_go, recall, stop, take_answer, weigh
from linkwell.connections.models import Connection, Disclosure
from linkwell.connections.rules import (
    ANSWER_FOR,
    ASK_AGAIN_AFTER,
    ASK_VISIT_AFTER,
    LASTS_AFTER,
    OFF_ALREADY,
    SILENT_AFTER,
    TAKE_BACK_FOR,
    UNDER_WAY,
    Answer,
    ConnectionState,
    Going,
    PartnerAnswer,
    Question,
    RefusalReason,
)
from linkwell.journal.models import Event
from linkwell.kernel import clock
from linkwell.kernel.errors import WrongState
from linkwell.messages.actions import queue_message
from linkwell.messages.queries import was_written_to
from linkwell.people.rules import Channel, Safe
from linkwell.safety.actions import heed
from linkwell.safety.rules import SaidIn
from linkwell.tasks.actions import drop_tasks, finish_tasks, owe
from linkwell.tasks.rules import TaskKind


def ask_to_send(event: Event) -> None:
    """Chosen: the partner must be told, or the person that they can just go."""
    _raise(TaskKind.SEND_DETAILS, event)


def details_are_sent(event: Event) -> None:
    """The link worker has done her part; now it is the partner's turn."""
    person_id, _ = event.whose()
    finish_tasks(TaskKind.SEND_DETAILS, person_id, about_id=event.subject_id)
    for kind in (TaskKind.CHOOSE_OTHER, TaskKind.LOOK_AGAIN):
        finish_tasks(kind, person_id)
    if event.data.get("by_phone"):
        _raise(TaskKind.CALL_PARTNER, event)
    elif event.name == "DetailsSent":
        _raise(TaskKind.CHASE_PARTNER, event, due=clock.on_day(event.at) + SILENT_AFTER)
    else:
        ask_after_the_visit(event)


def tell_partner(event: Event) -> None:
    """Write to the partner's office: a link and no name. It leaves when the ten minutes are over.

    A partner with only a phone gets a call instead.
    """
    if event.data["by_phone"]:
        return
    disclosure: Disclosure = Disclosure.objects.one(UUID(event.data["disclosure_id"]))
    if disclosure.recalled_at is not None or _has_stopped(event):
        return  # taken back before this was delivered: nothing leaves
    _write_to_partner(event, disclosure, _INVITATION, kind="partner_asked", later=TAKE_BACK_FOR)


def nudge_partner(event: Event) -> None:
    """No answer for five days: the same question once more, with a link of its own; about what
    they were told last, where they were asked twice."""
    disclosure = _last_written_to(event.subject_id)
    if disclosure is not None and not _has_stopped(event):
        _write_to_partner(event, disclosure, _NUDGE, kind="partner_nudged")


def _write_to_partner(
    event: Event,
    disclosure: Disclosure,
    words: str,
    *,
    kind: str,
    later: timedelta = timedelta(0),
) -> None:
    service = organisation(disclosure.service_id)
    link = make_link(
        LinkPurpose.PARTNER,
        person_id=disclosure.person_id,
        service_id=disclosure.service_id,
        about_id=disclosure.pk,
        expires_at=clock.now() + ANSWER_FOR,
    )
    queue_message(
        cause=event.pk,
        kind=kind,
        person_id=disclosure.person_id,
        service_id=disclosure.service_id,
        channel=Channel.EMAIL,
        to_person=False,
        office=disclosure.to,
        subject="Would somebody be welcome?",
        body=words.format(
            partner=disclosure.partner,
            asks=disclosure.asks,
            service=service.name,
            phone=service.phone,
            link="{link}",
        ),
        link=address_of(LinkPurpose.PARTNER, link.token, origin=settings.ORIGIN),
        about_id=disclosure.pk,
        not_before=clock.now() + later if later else None,
        by=actor_now(),
    )


_INVITATION = (
    "Hello. {asks}, a link worker at {service}, knows somebody who may like {partner}. Read what"
    " they would like you to know, and answer with one tap. You need no account: {link} Rather"
    " talk? Ring {phone}."
)
_NUDGE = (
    "Hello. Some days ago {asks}, a link worker at {service}, asked whether somebody would be"
    " welcome at {partner}. Any answer helps, also no: {link} Rather talk? Ring {phone}."
)


def take_partners_answer(event: Event) -> None:
    """What the partner answered reaches the connection. What comes too late to count, somebody
    reads all the same; and in its own words it may say that somebody is in danger."""
    disclosure: Disclosure = Disclosure.objects.one(UUID(event.data["disclosure_id"]))
    heed(
        disclosure.note,
        person_id=disclosure.person_id,
        said_in=SaidIn.PARTNER,
        about_id=disclosure.pk,
        by=actor_now(),
    )
    try:
        take_answer(
            event.subject_id,
            PartnerAnswer(event.data["answer"]),
            weeks=event.data["weeks"],
            by=actor_now(),
        )
    except WrongState:  # they had gone already, or it was taken back
        if not _has_stopped(event):
            person_id, _ = event.whose()
            drop_tasks(person_id, only=(TaskKind.READ_ANSWER,), about_id=event.subject_id)
            _raise(TaskKind.READ_ANSWER, event)


def after_the_answer(event: Event) -> None:
    """Tell the person; or look for another way, together."""
    person_id, _ = event.whose()
    for kind in (TaskKind.CHASE_PARTNER, TaskKind.CALL_PARTNER, TaskKind.TELL_ANSWER):
        finish_tasks(kind, person_id, about_id=event.subject_id)
    if event.data["answer"] in (PartnerAnswer.YES, PartnerAnswer.LATER):
        _raise(TaskKind.TELL_ANSWER, event)
        ask_after_the_visit(event)
    else:
        drop_tasks(person_id, about_id=event.subject_id)
        _raise(TaskKind.CHOOSE_OTHER, event)


def ask_after_the_visit(event: Event) -> None:
    """They may go: two weeks after the day that was planned, somebody asks how it was."""
    connection: Connection = Connection.objects.one(event.subject_id)
    weeks = timedelta(weeks=connection.weeks or 0)
    begins = connection.planned_on or clock.on_day(event.at) + weeks
    finish_tasks(TaskKind.ASK_VISIT, connection.person_id, about_id=connection.pk)
    _raise(TaskKind.ASK_VISIT, event, due=begins + ASK_VISIT_AFTER)


def hear_whether_they_go(event: Event) -> None:
    """A yes needs nothing more; a no ends it; somebody who is not sure gets a call."""
    person_id, _ = event.whose()
    for kind in (TaskKind.TELL_ANSWER, TaskKind.TALK_IT_OVER):
        finish_tasks(kind, person_id, about_id=event.subject_id)
    if event.data["going"] == Going.NOT_SURE:
        _raise(TaskKind.TALK_IT_OVER, event)
    elif event.data["going"] == Going.NOT_THIS_TIME:
        try:
            stop(event.subject_id, reason=RefusalReason.NOT_YET, by=actor_now())
        except WrongState:
            return  # it had ended already


def weigh_accounts(event: Event) -> None:
    weigh(event.subject_id, Question(event.data["question"]), by=actor_now())


def after_the_verdict(event: Event) -> None:
    """What is known now decides who asks whom next. Unknown stays unknown, and is asked again."""
    person_id, _ = event.whose()
    question, said = Question(event.data["question"]), event.data["answer"]
    if said is not None:
        finish_tasks(TaskKind.SETTLE, person_id, about_id=event.subject_id)
    if question is Question.VISIT and said is not None:
        finish_tasks(TaskKind.ASK_VISIT, person_id, about_id=event.subject_id)
        if said == Answer.NOT_YET:
            _raise(TaskKind.ASK_VISIT, event, due=clock.on_day(event.at) + ASK_AGAIN_AFTER)
        elif said == Answer.NO:
            _raise(TaskKind.LOOK_AGAIN, event)
    if question is Question.LASTS and said is not None:
        finish_tasks(TaskKind.ASK_EIGHT_WEEKS, person_id, about_id=event.subject_id)


def ask_who_is_right(event: Event) -> None:
    """Two answers that differ are kept apart until one of them says more; whether they still go
    is not asked while it is not known that they went."""
    if event.data["question"] == Question.VISIT:
        stop_asking_whether_it_lasts(event)
    _raise(TaskKind.SETTLE, event)


def stop_asking_whether_it_lasts(event: Event) -> None:
    person_id, _ = event.whose()
    finish_tasks(TaskKind.ASK_EIGHT_WEEKS, person_id, about_id=event.subject_id)


def ask_again_whether_it_lasts(event: Event) -> None:
    """They agree now that they went: what was asked before it was disputed is owed again."""
    connection: Connection = Connection.objects.one(event.subject_id)
    went = connection.attended_on if connection.state == ConnectionState.ATTENDED else None
    if event.data["question"] == Question.VISIT and went is not None:
        _raise(TaskKind.ASK_EIGHT_WEEKS, event, due=went + LASTS_AFTER)


def ask_after_eight_weeks(event: Event) -> None:
    attended = date.fromisoformat(event.data["on"])
    _raise(TaskKind.ASK_EIGHT_WEEKS, event, due=attended + LASTS_AFTER)


def nothing_is_owed(event: Event) -> None:
    """Taken back, stopped or recalled: what was owed about it is not owed any more."""
    person_id, _ = event.whose()
    drop_tasks(person_id, about_id=event.subject_id)
    if event.name == "DetailsTakenBack":
        _raise(TaskKind.SEND_DETAILS, event)


def tell_partner_it_is_off(event: Event) -> None:
    """Whoever was told about somebody hears that they do not come. Never why; and once, though they
    were told of that group of theirs twice."""
    if not event.data["partner_knew"]:
        return
    rows = Disclosure.objects.filter(connection_id=event.subject_id).order_by("-sent_at")
    disclosure: Disclosure | None = rows.first()
    if disclosure is None:
        return
    if not disclosure.to:
        _raise(TaskKind.CALL_OFF, event)
        return
    service = organisation(disclosure.service_id)
    body = _OFF.format(
        asks=disclosure.asks,
        service=service.name,
        partner=disclosure.partner,
        off=_how_it_is_off(disclosure.connection),
        phone=service.phone,
    )
    if was_written_to(disclosure.person_id, disclosure.to, body, since=disclosure.sent_at):
        return
    queue_message(
        cause=event.pk,
        kind="partner_off",
        person_id=disclosure.person_id,
        service_id=disclosure.service_id,
        channel=Channel.EMAIL,
        to_person=False,
        office=disclosure.to,
        subject="Somebody whom we asked you about",
        body=body,
        about_id=disclosure.pk,
        by=actor_now(),
    )


_OFF = (
    "Hello. {asks} at {service} asked you about somebody for {partner}. {off} Please delete what"
    " you were told. Thank you. {phone}"
)


def _how_it_is_off(connection: Connection) -> str:
    """Whoever goes there already is told otherwise than whoever never came."""
    if connection.state in (ConnectionState.NOT_RIGHT, ConnectionState.FULL):
        return "They need nothing more from you."
    return f"They do not come {'any more' if connection.attended_on else 'after all'}."


def recall_everything(event: Event) -> None:
    """Consent withdrawn, or a death: every open connection is taken back at once, and a group that
    was full then cannot say later that it has room. Whoever read about them hears it, also where
    they still go, or it was full or not right; where it was stopped before, they heard it then."""
    person_id, _ = event.whose()
    for connection in Connection.objects.filter(person_id=person_id):
        if connection.state in UNDER_WAY:
            recall(connection.pk, by=actor_now())
        elif connection.state not in OFF_ALREADY and _is_known(connection):
            let_go(connection.pk, by=actor_now())


def close_the_way(event: Event) -> None:
    """How to reach them is shown to no group any more: somebody close harms them, or a way is not
    safe. Once their story has ended, to none that has not answered: its yes comes back to the link
    worker, who passes it on."""
    person_id, _ = event.whose()
    told = Disclosure.objects.filter(person_id=person_id, reach_closed_at__isnull=True)
    if event.name == "CaseClosed":
        told = told.filter(connection__case_id=event.subject_id, answered_at__isnull=True)
    elif not (event.data.get("guarded") or event.data.get("safe") == Safe.NO):
        return
    told.update(reach_closed_at=clock.now())


def _is_known(connection: Connection) -> bool:
    """Was anybody told of it, and can still read that?"""
    rows = Disclosure.objects.filter(connection=connection, recalled_at__isnull=True)
    return bool(rows.exists())


def _has_stopped(event: Event) -> bool:
    """They died or took back their consent a moment ago; what follows from that is still to run."""
    connection: Connection = Connection.objects.select_related("case").one(event.subject_id)
    return has_stopped(connection.case)


def _last_written_to(connection_id: UUID) -> Disclosure | None:
    rows = Disclosure.objects.filter(connection_id=connection_id, recalled_at__isnull=True)
    last: Disclosure | None = rows.exclude(to="").order_by("-sent_at").first()
    return last


def _raise(kind: TaskKind, event: Event, *, due: date | None = None) -> None:
    """Whoever holds the case owes it."""
    connection: Connection = Connection.objects.select_related("case").one(event.subject_id)
    owe(event, kind, owner_id=connection.case.holder_id, due=due)
