"""Words that mean danger, heard wherever somebody says or writes them; and a supervisor's word.

Danger ends by a supervisor alone, who says in a line why nobody is in danger any more.
"""

from datetime import date
from uuid import UUID

from linkwell.access.actions import action
from linkwell.access.models import Membership
from linkwell.access.queries import membership_in
from linkwell.access.rules import Actor, Permission, Role
from linkwell.cases.actions import DANGER_IS_OPEN, mark_at_risk, settle_risk, watch_danger
from linkwell.cases.models import Case
from linkwell.cases.queries import latest_case
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, WrongState
from linkwell.needs.rules import danger_in, passage
from linkwell.people.models import Person
from linkwell.safety.events import DangerLookedAt, DangerMentioned
from linkwell.safety.models import Look, Mention
from linkwell.safety.queries import danger_is_open, open_mentions
from linkwell.safety.rules import SaidIn, may_look_again_on
from linkwell.tasks.actions import finish_tasks
from linkwell.tasks.rules import ABOUT_DANGER, TaskKind

NOTHING_IS_OPEN = "No danger is open about them. Somebody settled it meanwhile."


def heed(text: str, *, person_id: UUID, said_in: SaidIn, about_id: UUID, by: Actor) -> bool:
    """Read what was said or written of somebody for danger: the one way to do it.

    Found, the words are kept, their case does not end without a supervisor, and on the same
    working day whoever holds it and a supervisor are to look. `about_id`: the row in which the text
    stands; the same words in the same row count once. True where any word means danger. That none
    does is never read as safety.
    """
    found = danger_in(text)
    if not found or _has_died(person_id):
        return bool(found)
    words = "\n".join(dict.fromkeys(passage(text, danger) for danger in found))
    if not Mention.objects.filter(person_id=person_id, about_id=about_id, words=words).exists():
        _mention(person_id, words, said_in, about_id, by=by)
    return True


def _has_died(person_id: UUID) -> bool:
    person: Person = Person.objects.one(person_id)
    return person.died_on is not None


@action(Permission.KEEP_SAFE)
def _mention(person_id: UUID, words: str, said_in: SaidIn, about_id: UUID, *, by: Actor) -> None:
    person: Person = Person.objects.one(person_id)
    mention = Mention(
        person_id=person_id,
        service_id=person.service_id,
        said_in=said_in,
        about_id=about_id,
        words=words,
    )
    mention.save(force_insert=True)
    record(
        DangerMentioned(
            subject_id=mention.pk,
            person_id=person_id,
            service_id=person.service_id,
            said_in=said_in,
        )
    )
    mark_latest(person_id, by=by)


def mark_latest(person_id: UUID, *, by: Actor) -> None:
    """Their open case, else the newest, is at risk from now on. Those after it know it from it."""
    case = latest_case(person_id)
    if case is not None and not case.at_risk:
        mark_at_risk(case.pk, by=by)


@action(Permission.KEEP_SAFE)
def settle_danger(person_id: UUID, *, words: str, by: Actor) -> Look:
    """A supervisor has looked, and nobody is in danger any more: `words` say why.

    NotThere for anybody else, InputAtFault without words. WrongState while an alert or a concern
    is open, and where no danger is.
    """
    member = _supervisor(person_id, words, by)
    _must_be_open(person_id)
    if danger_is_open(person_id):
        raise WrongState(DANGER_IS_OPEN)
    tell_cases(person_id, by=by)
    look = _look(person_id, member, words, again_on=None)
    all_is_over(person_id)
    return look


@action(Permission.KEEP_SAFE)
def still_in_danger(person_id: UUID, *, words: str, again_on: date, by: Actor) -> Look:
    """A supervisor has looked, and there is danger: `words` say what is done. She looks again.

    NotThere for anybody else, InputAtFault without words or for a day past four weeks from now.
    """
    member = _supervisor(person_id, words, by)
    _must_be_open(person_id)
    if not may_look_again_on(again_on, clock.today()):
        raise InputAtFault("Choose a day within the next four weeks")
    finish_tasks(TaskKind.DECIDE_DANGER, person_id)
    return _look(person_id, member, words, again_on=again_on)


def _supervisor(person_id: UUID, words: str, by: Actor) -> Membership:
    person: Person = Person.objects.one(person_id)
    member = membership_in(by, person.service_id, Role.SUPERVISOR)
    if not words.strip():
        raise InputAtFault("Say in a line why nobody is in danger, or what is being done")
    return member


def _must_be_open(person_id: UUID) -> None:
    """All their cases are held, in the order in which raising holds them."""
    cases = held_cases(person_id)
    if not any(case.at_risk for case in cases) and not open_mentions([person_id]):
        raise WrongState(NOTHING_IS_OPEN)


def _look(person_id: UUID, member: Membership, words: str, *, again_on: date | None) -> Look:
    service_id = member.organisation_id
    look = Look(
        person_id=person_id, service_id=service_id, member=member, words=words, again_on=again_on
    )
    look.save(force_insert=True)
    record(
        DangerLookedAt(
            subject_id=look.pk,
            person_id=person_id,
            service_id=service_id,
            is_over=again_on is None,
            again_on=again_on,
        )
    )
    return look


def all_is_over(person_id: UUID) -> None:
    """Nobody is in danger any more: words, cases and tasks know it. In a supervisor's action."""
    for mention in Mention.objects.filter(person_id=person_id, settled_at__isnull=True):
        mention.settled_at = clock.now()
        mention.save(update_fields=["settled_at"])
    for case in held_cases(person_id):
        if case.at_risk:
            settle_risk(case)
    for kind in ABOUT_DANGER:
        finish_tasks(kind, person_id)


def tell_cases(person_id: UUID, *, by: Actor) -> bool:
    """Whether anything is open about them; their cases are told. By who reads every concern only.

    The cases are held before it is asked, so that nothing is raised in between.
    """
    cases = held_cases(person_id)
    is_open = danger_is_open(person_id)
    for case in cases:
        if case.danger_open != is_open:
            watch_danger(case.pk, is_open=is_open, by=by)
    return is_open


def cases_are_at_risk(person_id: UUID, *, by: Actor) -> None:
    """What was just raised, their cases know at once: there is no moment in which one could end.

    Those that have ended know it too, for the day on which they are opened again.
    """
    for case in held_cases(person_id):
        if not case.at_risk:
            mark_at_risk(case.pk, by=by)
        if not case.danger_open:
            watch_danger(case.pk, is_open=True, by=by)


def held_cases(person_id: UUID) -> list[Case]:
    """Every case of theirs, each held until the transaction ends."""
    rows = Case.objects.select_for_update(of=("self",)).filter(person_id=person_id)
    return list(rows.order_by("id"))
