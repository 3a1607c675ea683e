"""Name somebody they can turn to, say anew how easy that is, take a name off the map."""

from datetime import datetime
from uuid import UUID

from linkwell.access.actions import action
from linkwell.access.rules import Actor, Permission
from linkwell.cases.actions import open_case_of
from linkwell.cases.models import Case
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
    return put_on(case, name=name, relation=relation, ease=ease, at=clock.now(), by=by)


def put_on(
    case: Case, *, name: str, relation: str, ease: Ease, at: datetime, by: Actor
) -> Supporter:
    """On the map from that moment on. Inside an action."""
    row = Supporter(
        person_id=case.person_id,
        service_id=case.service_id,
        case_id=case.pk,
        name=name,
        relation=relation,
        ease=ease,
        named_at=at,
    )
    row.save(force_insert=True)
    text = f"{name}\n{relation}"
    heed(text, person_id=row.person_id, said_in=SaidIn.MAP, about_id=row.pk, by=by)
    record(
        SupporterNamed(
            subject_id=row.pk,
            person_id=row.person_id,
            service_id=row.service_id,
            case_id=row.case_id,
            ease=ease,
        )
    )
    return row


@action(Permission.TALK)
def change_supporter(
    supporter_id: UUID, *, name: str, relation: str, ease: Ease, by: Actor
) -> Supporter:
    """What is said of them now. The earlier row stays, so that the map of an earlier day can be
    drawn again."""
    row: Supporter = Supporter.objects.locked(supporter_id)
    open_case_of(row.case_id)
    return say_anew(row, name=name, relation=relation, ease=ease, at=clock.now(), by=by)


def say_anew(
    row: Supporter, *, name: str, relation: str, ease: Ease, at: datetime, by: Actor
) -> Supporter:
    """A new row from that moment on, and the earlier one ends with it. Inside an action."""
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    return put_on(row.case, name=name, relation=relation, ease=ease, at=at, by=by)


@action(Permission.TALK)
def remove_supporter(supporter_id: UUID, *, by: Actor) -> None:
    """They are nobody to turn to any more."""
    row: Supporter = Supporter.objects.locked(supporter_id)
    open_case_of(row.case_id)
    take_off(row, at=row.ended_at or clock.now())


def take_off(row: Supporter, *, at: datetime) -> None:
    """Off the map from that moment on. Inside an action."""
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    record(
        SupporterLeft(
            subject_id=row.pk,
            person_id=row.person_id,
            service_id=row.service_id,
            case_id=row.case_id,
        )
    )
