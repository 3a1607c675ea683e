"""What follows from an ending and from a message: the practice is owed a word; its office hears
that there is something to read; whoever wrote it is reminded until it stands in its record."""

from datetime import datetime
from uuid import UUID

from linkwell.access.queries import organisation
from linkwell.cases.models import Case
from linkwell.cases.rules import Because, CaseState
from linkwell.consent.queries import withdrawn_since
from linkwell.consent.rules import Purpose, Said
from linkwell.feedback.models import PracticeMessage
from linkwell.feedback.queries import may_be_told
from linkwell.feedback.rules import About
from linkwell.journal.models import Event
from linkwell.kernel import ids
from linkwell.messages.actions import write_to_practice
from linkwell.referrals.models import Referral
from linkwell.tasks.actions import drop_tasks, finish_tasks, owe
from linkwell.tasks.rules import TaskKind


def tell_the_office(event: Event) -> None:
    """An e-mail that names nobody: the words are read on the practice's own page."""
    case: Case = Case.objects.one(UUID(event.data["case_id"]))
    referral: Referral = Referral.objects.one(case.referral_id)
    reference = ids.reference(referral.first_id)
    write_to_practice(
        event,
        organisation(UUID(event.data["practice_id"])),
        kind="practice_told",
        subject=f"News of referral {reference}",
        body=f"The link worker has written about the referral {reference}. Read it on your page"
        " “Your referrals”.",
    )


def ask_to_file(event: Event) -> None:
    """Unless they took back their consent a moment ago: then nothing more is carried over."""
    case: Case = Case.objects.one(UUID(event.data["case_id"]))
    if not withdrawn_since(case.person_id, case.opened_at):
        owe(event, TaskKind.FILE_MESSAGE, owner_id=case.holder_id)


def it_is_filed(event: Event) -> None:
    person_id, _ = event.whose()
    finish_tasks(TaskKind.FILE_MESSAGE, person_id, about_id=event.subject_id)


def ask_to_tell(event: Event) -> None:
    """It has ended: whoever held it writes to the practice, where it may be told and was not yet.

    Whoever could not be reached is told of by itself, where the practice has an office's e-mail.
    """
    case: Case = Case.objects.one(event.subject_id)
    if Because(event.data["because"]).practice_is_written_to and case.state == CaseState.CLOSED:
        _owe_a_word(event, case)


def _owe_a_word(event: Event, case: Case) -> None:
    if may_be_told(case.person_id) and not (_was_told(case) or _heard_by_itself(case, event)):
        owe(event, TaskKind.TELL_PRACTICE, owner_id=case.holder_id, about_id=case.pk)


def _was_told(case: Case) -> bool:
    """Did a message about the end go since the story was opened, or opened again?"""
    told = PracticeMessage.objects.filter(case=case, about=About.END)
    return bool(told.filter(sent_at__gt=_opened_last(case)).exists())


def _heard_by_itself(case: Case, event: Event) -> bool:
    gently = Event.objects.filter(subject_id=case.pk, name="EndedUnreached", at__lte=event.at)
    if not gently.filter(at__gt=_opened_last(case)).exists():
        return False
    referral: Referral = Referral.objects.one(case.referral_id)
    return bool(organisation(referral.practice_id).email)


def _opened_last(case: Case) -> datetime:
    back = Event.objects.filter(subject_id=case.pk, name="CaseReopened").order_by("at").last()
    return back.at if back else case.opened_at


def it_is_told(event: Event) -> None:
    """A message about the end went."""
    person_id, _ = event.whose()
    if event.data["about"] == About.END:
        finish_tasks(TaskKind.TELL_PRACTICE, person_id, about_id=UUID(event.data["case_id"]))


def they_are_back(event: Event) -> None:
    """The same story goes on: what came of it is told when it ends."""
    person_id, _ = event.whose()
    drop_tasks(person_id, only=(TaskKind.TELL_PRACTICE,), about_id=event.subject_id)


def nothing_is_told(event: Event) -> None:
    """Consent was taken back: the practice is told nothing more, nor is its record added to."""
    person_id, _ = event.whose()
    drop_tasks(person_id, only=(TaskKind.TELL_PRACTICE, TaskKind.FILE_MESSAGE))


def they_live(event: Event) -> None:
    """The death was a mistake: what the practice was still to hear, it is still to hear."""
    person_id, _ = event.whose()
    for case in Case.objects.filter(person_id=person_id, state=CaseState.CLOSED):
        if Because(case.closed_because).practice_is_written_to:
            _owe_a_word(event, case)


def nothing_more_is_written(event: Event) -> None:
    """They died, and the practice hears by itself that it has ended."""
    person_id, _ = event.whose()
    drop_tasks(person_id, only=(TaskKind.TELL_PRACTICE,))


def they_would_rather_not(event: Event) -> None:
    """They do not want the practice to be told."""
    person_id, _ = event.whose()
    if (event.data["purpose"], event.data["said"]) == (Purpose.TELL_PRACTICE, Said.NO):
        drop_tasks(person_id, only=(TaskKind.TELL_PRACTICE,))
