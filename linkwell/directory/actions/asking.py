"""The verbs of asking a group whether its entry is still right."""

from collections.abc import Sequence
from uuid import UUID

from linkwell.access.actions import action
from linkwell.access.links import make_entry_link
from linkwell.access.rules import Actor, Permission
from linkwell.directory.actions.checking import found_right, held
from linkwell.directory.actions.providing import LASTS
from linkwell.directory.asking import Question, Way, whom_to_ask
from linkwell.directory.events import GroupAsked, GroupTried, QuestionPosted
from linkwell.directory.freshness import Part, Source
from linkwell.directory.keeping import Asking
from linkwell.directory.models import Organization
from linkwell.directory.waiting import asked_before, candidate
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.kernel.errors import NotThere, WrongState
from linkwell.tables.sealing import seal


@action(Permission.TELL_DIRECTORY)
def ask_group(question: Question, *, by: Actor) -> Asking:
    """Ask it, or let a call be owed. WrongState where it has been asked or has answered meanwhile:
    of two who ask one group at one moment the second comes too late."""
    service_id, group = question.candidate.service_id, question.candidate.group
    Organization.objects.select_for_update().filter(pk=group).first()
    service = held(service_id)
    today, now_it_is = clock.today(), candidate(service_id)
    before = asked_before([service_id], [service.organization_id], [question.to], today)
    if question not in whom_to_ask([now_it_is], before, today, most=1):
        raise WrongState("It has been asked, or has answered, meanwhile.")
    row = Asking(service=service, group=group, way=question.way, to=question.to, asked_on=today)
    if question.way is not Way.RING:
        link = make_entry_link(service.pk, expires_at=clock.now() + LASTS)
        row.secret = seal(link.token)
    row.save(force_insert=True)
    record(GroupAsked(subject_id=row.pk, way=question.way))
    return row


@action(Permission.FOLLOW_UP)
def question_posted(asking_id: UUID, *, by: Actor) -> Asking:
    """It goes now, or is not needed any more: its link is forgotten here."""
    row = Asking.objects.select_for_update().get(pk=asking_id)
    goes = row.answered_on is None and row.sent_at is None
    if goes:
        row.sent_at = clock.now()
    row.secret = ""
    row.save(update_fields=["sent_at", "secret"])
    record(QuestionPosted(subject_id=row.pk, sent=goes))
    return row


@action(Permission.TELL_DIRECTORY)
def rang(asking_id: UUID, parts: Sequence[Part], *, said_by: str, by: Actor) -> Asking:
    """Somebody rang the group, and these parts are right; nobody owes the call any more."""
    row = _owed(asking_id)
    found_right(held(row.service_id), parts, source=Source.LINK_WORKER, said_by=said_by)
    row.refresh_from_db()
    return row


@action(Permission.TELL_DIRECTORY)
def nobody_answered(asking_id: UUID, *, by: Actor) -> Asking:
    """The call is still owed, after those that nobody has tried today."""
    row = _owed(asking_id)
    row.tried_on = clock.today()
    row.save(update_fields=["tried_on"])
    record(GroupTried(subject_id=row.pk))
    return row


def _owed(asking_id: UUID) -> Asking:
    row = Asking.objects.select_for_update().filter(pk=asking_id, way=Way.RING).first()
    if row is None:
        raise NotThere
    if row.answered_on is not None:
        raise WrongState("A colleague has asked them already, or the group has said so itself.")
    return row
