"""Before it ends: the map is looked at again; what is not asked again has a reason."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linkwell.access.actions import action
from linkwell.access.rules import Actor, Permission, Role
from linkwell.cases.actions import close, open_case_of
from linkwell.cases.models import Case
from linkwell.cases.rules import Because
from linkwell.conversations.actions.supports import put_on, say_anew, take_off
from linkwell.conversations.events import LookedBack
from linkwell.conversations.models import LookBack, Supporter
from linkwell.conversations.queries import reaching
from linkwell.conversations.reaching import Stage
from linkwell.conversations.rules import MAP, Again, Ease
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.kernel.errors import WrongState
from linkwell.measures.actions import answer, offer_measure
from linkwell.measures.rules import Offered
from linkwell.measures.rules import Stage as AskedAt
from linkwell.safety.queries import open_danger

TRY_FIRST = (
    "Nobody is left unreached before three tries, a letter and ten working days. See how far that"
    " has come on the page “Reach”."
)


@dataclass(frozen=True)
class NewName:
    """Somebody who was not on the map before."""

    name: str
    relation: str
    ease: Ease


@action(Permission.TALK)
def say_map_again(
    case_id: UUID,
    *,
    eases: Mapping[UUID, Ease | None],
    new: NewName | None = None,
    by: Actor,
) -> LookBack:
    """How easy each on the map is to ask now; None takes them off. Whoever is not named in `eases`
    stays as they are. What was said before can be drawn again."""
    case, at = open_case_of(case_id), clock.now()
    rows = Supporter.objects.select_for_update().filter(case_id=case_id, ended_at__isnull=True)
    for row in rows.order_by("id"):
        ease = eases.get(row.pk, Ease(row.ease))
        if ease is None:
            take_off(row, at=at)
        elif ease != row.ease:
            say_anew(row, name=row.name, relation=row.relation, ease=ease, at=at, by=by)
    if new is not None:
        put_on(case, name=new.name, relation=new.relation, ease=new.ease, at=at, by=by)
    return _note(case, MAP, Again.SAID, at=at)


@action(Permission.CLOSE_CASE)
def end_case(
    case_id: UUID,
    *,
    because: Because,
    skipped: Mapping[str, Again] | None = None,
    danger_read: Collection[str] = (),
    by: Actor,
) -> Case:
    """End an episode, and say why what was begun at the start is not asked again: `skipped`, by
    the map or the id of a pack of questions.

    Whoever would rather not answer has answered: it is kept with the questions. WrongState where
    danger is open, for whoever is not a supervisor, and for her where she has not read of it:
    `danger_read` is what was open as she saw it; and where they could not be reached, before three
    tries, the letter and the wait. Then nothing is kept.
    """
    case = open_case_of(case_id)
    if because is Because.LOST_CONTACT and reaching(case_id).stage is not Stage.DECIDE:
        raise WrongState(TRY_FIRST)
    if Role.SUPERVISOR in by.roles() and not open_danger(case) <= {*danger_read}:
        raise WrongState("Danger is open that you have not seen. Read what was said first.")
    for what, why in (skipped or {}).items():
        if what != MAP and why is Again.RATHER_NOT:
            asking = offer_measure(case_id, what, stage=AskedAt.END, how=Offered.TOGETHER, by=by)
            answer(asking.pk, dict.fromkeys(asking.items), by=by)
        else:
            _note(case, what, why, at=clock.now())
    return close(case_id, because=because, by=by)


def _note(case: Case, what: str, outcome: Again, *, at: datetime) -> LookBack:
    row = LookBack(
        person_id=case.person_id,
        service_id=case.service_id,
        case=case,
        what=what,
        outcome=outcome,
        at=at,
    )
    row.save(force_insert=True)
    record(
        LookedBack(
            subject_id=row.pk,
            person_id=case.person_id,
            service_id=case.service_id,
            case_id=case.pk,
            is_map=what == MAP,
            outcome=outcome,
        )
    )
    return row
