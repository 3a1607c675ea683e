"""Name somebody they can turn to, say anew how easy that is, take a name off the map."""

from uuid import UUID

from linkwell.access.actions import action
from linkwell.access.rules import Actor, Permission
from linkwell.cases.actions import open_case_of
from linkwell.conversations.events import SupporterLeft, SupporterNamed
from linkwell.conversations.models import Supporter
from linkwell.conversations.rules import Ease
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.safety.actions import heed
from linkwell.safety.rules import SaidIn


@action(Permission.TALK)
def name_supporter(case_id: UUID, *, name: str, relation: str, ease: Ease, by: Actor) -> Supporter:
    """Put somebody on the map."""
    case = open_case_of(case_id)
    row = Supporter(
        person_id=case.person_id,
        service_id=case.service_id,
        case=case,
        name=name,
        relation=relation,
        ease=ease,
    )
    _put_on(row, by)
    return row


@action(Permission.TALK)
def change_supporter(
    supporter_id: UUID, *, name: str, relation: str, ease: Ease, by: Actor
) -> Supporter:
    """What is said of them now. The earlier row stays, so that the map of an earlier day can be
    drawn again."""
    row: Supporter = Supporter.objects.locked(supporter_id)
    open_case_of(row.case_id)
    row.ended_at = clock.now()
    row.save(update_fields=["ended_at"])
    now = Supporter(
        person_id=row.person_id,
        service_id=row.service_id,
        case_id=row.case_id,
        name=name,
        relation=relation,
        ease=ease,
        named_at=row.ended_at,
    )
    _put_on(now, by)
    return now


@action(Permission.TALK)
def remove_supporter(supporter_id: UUID, *, by: Actor) -> None:
    """They are nobody to turn to any more."""
    row: Supporter = Supporter.objects.locked(supporter_id)
    open_case_of(row.case_id)
    row.ended_at = row.ended_at or clock.now()
    row.save(update_fields=["ended_at"])
    record(
        SupporterLeft(
            subject_id=row.pk,
            person_id=row.person_id,
            service_id=row.service_id,
            case_id=row.case_id,
        )
    )


def _put_on(row: Supporter, by: Actor) -> None:
    row.save(force_insert=True)
    text = f"{row.name}\n{row.relation}"
    heed(text, person_id=row.person_id, said_in=SaidIn.MAP, about_id=row.pk, by=by)
    record(
        SupporterNamed(
            subject_id=row.pk,
            person_id=row.person_id,
            service_id=row.service_id,
            case_id=row.case_id,
            ease=Ease(row.ease),
        )
    )
