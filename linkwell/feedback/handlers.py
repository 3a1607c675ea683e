"""What follows when the practice was told: its office hears that there is something to read, and
the link worker is reminded until it stands in the practice's record."""

from uuid import UUID

from linkwell.access.queries import organisation
from linkwell.cases.models import Case
from linkwell.consent.queries import withdrawn_since
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


def nothing_is_told(event: Event) -> None:
    """Consent was taken back: the practice is told nothing more, nor is its record added to."""
    person_id, _ = event.whose()
    drop_tasks(person_id, only=(TaskKind.FILE_MESSAGE,))
