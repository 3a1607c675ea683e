"""What follows from an answer, a plan and a visit: a link is closed, pulses become due."""

from uuid import UUID

from linkwell.access.links import revoke_links_of
from linkwell.access.rules import LinkPurpose
from linkwell.access.scope import actor_now
from linkwell.cases.models import Case
from linkwell.cases.rules import CaseState
from linkwell.journal.models import Event
from linkwell.measures.actions import note_happened
from linkwell.measures.models import Happened
from linkwell.measures.rules import Happening


def close_link(event: Event) -> None:
    """Done here and not by the link itself: what is revoked may write nothing, not even that."""
    person_id, _ = event.whose()
    revoke_links_of(person_id, LinkPurpose.SURVEY, about_id=event.subject_id)


def there_is_a_plan(event: Event) -> None:
    _note(event, Happening.PLAN)


def they_got_there(event: Event) -> None:
    _note(event, Happening.VISIT)


def _note(event: Event, what: Happening) -> None:
    """Once for each case, and for none that has ended: nobody is asked anything after that."""
    case: Case = Case.objects.one(UUID(event.data["case_id"]))
    known = Happened.objects.filter(case=case, what=what).exists()
    if not known and case.state != CaseState.CLOSED:
        note_happened(case.pk, what, by=actor_now())
