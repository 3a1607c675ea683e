"""What follows when the practice was told: its office hears that there is something to read, and
the link worker is reminded until it stands in the practice's record."""

from uuid import UUID

from linkwell.access.queries import organisation
from linkwell.access.scope import actor_now
from linkwell.cases.models import Case
from linkwell.journal.models import Event
from linkwell.kernel import clock, ids
from linkwell.messages.actions import write_to_practice
from linkwell.referrals.models import Referral
from linkwell.tasks.actions import finish_tasks, raise_task
from linkwell.tasks.rules import TaskKind, due_on


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
    person_id, service_id = event.whose()
    case: Case = Case.objects.one(UUID(event.data["case_id"]))
    raise_task(
        TaskKind.FILE_MESSAGE,
        cause=event.pk,
        about_id=event.subject_id,
        person_id=person_id,
        service_id=service_id,
        owner_id=case.holder_id,
        due=due_on(TaskKind.FILE_MESSAGE, clock.on_day(event.at)),
        by=actor_now(),
    )


def it_is_filed(event: Event) -> None:
    person_id, _ = event.whose()
    finish_tasks(TaskKind.FILE_MESSAGE, person_id, about_id=event.subject_id)
