"""Safeguarding concerns: raised, added to, passed on, closed by a supervisor alone."""

from uuid import UUID

from linkwell.access.actions import action
from linkwell.access.queries import membership_in
from linkwell.access.rules import TEAM, Actor, Permission, Role
from linkwell.cases.models import Case
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, NotThere, WrongState
from linkwell.safety.actions.danger import all_is_over, cases_are_at_risk, tell_cases
from linkwell.safety.actions.turns import about, give_turn, turn_of
from linkwell.safety.events import (
    ConcernAcknowledged,
    ConcernAdded,
    ConcernClosed,
    ConcernPassedOn,
    ConcernRaised,
)
from linkwell.safety.models import Concern
from linkwell.safety.queries import alert_clock, roles_there
from linkwell.safety.rules import (
    CONCERN,
    CONCERN_LADDER,
    ConcernState,
    Outcome,
    Route,
    first_turn,
    next_turn,
)


@action(Permission.KEEP_SAFE)
def raise_concern(
    case_id: UUID, *, route: Route, words: str = "", in_danger: bool = False, by: Actor
) -> Concern:
    """Raise a safeguarding concern about somebody. Words may follow: two taps are enough."""
    case: Case = Case.objects.one(case_id)
    membership_in(by, case.service_id, *TEAM)
    there = roles_there(CONCERN_LADDER, case.service_id, None)
    turn = first_turn(CONCERN_LADDER, there, clock.now(), alert_clock())
    concern = Concern(
        person_id=case.person_id,
        service_id=case.service_id,
        author_id=by.id,
        case_id=case.pk,
        words=words,
        route=route,
        rung=turn.rung,
        turn_since=turn.since,
        turn_until=turn.until,
    )
    concern.save(force_insert=True)
    whom = about(concern)
    record(ConcernRaised(**whom, rung=turn.rung, until=turn.until, in_danger=in_danger))
    cases_are_at_risk(case.person_id, by=by)
    return concern


@action(Permission.KEEP_SAFE)
def add_words(concern_id: UUID, *, words: str, by: Actor) -> None:
    """Say more about a concern that is still open. What was said stays."""
    concern = _open_concern(concern_id, by)
    concern.words = f"{concern.words}\n\n{words}".strip()
    concern.save(update_fields=["words"])
    record(ConcernAdded(**about(concern)))


@action(Permission.KEEP_SAFE)
def pass_on_concern(concern_id: UUID, *, by: Actor) -> None:
    """Nobody has acknowledged it in time: the next role is called."""
    concern: Concern = Concern.objects.locked(concern_id)
    there = roles_there(CONCERN_LADDER, concern.service_id, None)
    turn = next_turn(CONCERN_LADDER, turn_of(concern), there, clock.now(), alert_clock())
    if turn is None or concern.state != ConcernState.OPEN:
        raise NotThere
    give_turn(concern, turn)
    record(ConcernPassedOn(**about(concern), rung=turn.rung, until=turn.until))


@action(Permission.KEEP_SAFE)
def acknowledge_concern(concern_id: UUID, *, by: Actor) -> None:
    """A supervisor has it: the clock stops, and the concern stays open until its outcome."""
    concern: Concern = Concern.objects.locked(concern_id)
    member = membership_in(by, concern.service_id, Role.SUPERVISOR)
    concern.state = CONCERN.after(ConcernState(concern.state), "acknowledged")
    concern.acknowledged_at, concern.acknowledged_by = clock.now(), member
    concern.save(update_fields=["state", "acknowledged_at", "acknowledged_by"])
    record(ConcernAcknowledged(**about(concern)))


@action(Permission.KEEP_SAFE)
def close_concern(
    concern_id: UUID, *, outcome: Outcome, words: str, danger_over: bool = False, by: Actor
) -> bool:
    """End a concern with its outcome. A supervisor's alone; NotThere for everybody else.

    True where the danger was over too, and the case is free to end: not while anything else is
    open about them.
    """
    concern: Concern = Concern.objects.locked(concern_id)
    member = membership_in(by, concern.service_id, Role.SUPERVISOR)
    if not words.strip():
        raise InputAtFault("Say in a line what came of it")
    concern.state = CONCERN.after(ConcernState(concern.state), "closed")
    concern.closed_at, concern.closed_by = clock.now(), member
    concern.outcome, concern.outcome_words = outcome, words
    concern.save(update_fields=["state", "closed_at", "closed_by", "outcome", "outcome_words"])
    record(ConcernClosed(**about(concern), route=Route(concern.route), outcome=outcome))
    if tell_cases(concern.person_id, by=by):  # a supervisor reads every one
        return False
    if danger_over:
        all_is_over(concern.person_id)
    return danger_over


def _open_concern(concern_id: UUID, by: Actor) -> Concern:
    concern: Concern = Concern.objects.locked(concern_id)
    membership_in(by, concern.service_id, *TEAM)
    if concern.state == ConcernState.CLOSED:
        raise WrongState("This concern was closed meanwhile. Raise another if there is more.")
    return concern
