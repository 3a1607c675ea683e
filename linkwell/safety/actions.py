"""The verbs of safety: raise, pass on, acknowledge; concerns; looking for a caller."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from linkwell.access.actions import action, back_to_queue, leave_queue
from linkwell.access.cover import Found, break_glass, find_caller
from linkwell.access.models import Membership
from linkwell.access.queries import membership_in
from linkwell.access.rules import TEAM, Actor, Permission, Role
from linkwell.cases.actions import DANGER_IS_OPEN, mark_at_risk, settle_risk, watch_danger
from linkwell.cases.models import Case
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, NotThere, WrongState
from linkwell.people.rules import search_form
from linkwell.safety.events import (
    AlertAcknowledged,
    AlertPassedOn,
    AlertRaised,
    CallerSought,
    ConcernAcknowledged,
    ConcernAdded,
    ConcernClosed,
    ConcernPassedOn,
    ConcernRaised,
    SearchRefused,
    TeamCalled,
    TeamStoodDown,
)
from linkwell.safety.models import Alert, Clocked, Concern, FailedSearch
from linkwell.safety.queries import alert_clock, danger_is_open, failures, roles_there
from linkwell.safety.rules import (
    ALERT,
    ALERT_LADDER,
    CONCERN,
    CONCERN_LADDER,
    WITHIN,
    AlertState,
    ConcernState,
    Outcome,
    Route,
    Rung,
    Turn,
    Why,
    first_turn,
    may_look_again,
    next_turn,
)

_ALERT = "alert"  # why a relationship stands


@action(Permission.KEEP_SAFE)
def raise_alert(
    *,
    cause: UUID,
    about_id: UUID,
    person_id: UUID,
    service_id: UUID,
    practice_id: UUID | None,
    why: Why,
    by: Actor,
) -> Alert:
    """Somebody may be in danger: call the first role on the ladder, and start the clock."""
    there = roles_there(ALERT_LADDER, service_id, practice_id)
    turn = first_turn(ALERT_LADDER, there, clock.now(), alert_clock())
    alert = Alert(
        cause=cause,
        about_id=about_id,
        person_id=person_id,
        service_id=service_id,
        practice_id=practice_id,
        why=why,
        rung=turn.rung,
        turn_since=turn.since,
        turn_until=turn.until,
    )
    alert.save(force_insert=True)
    record(
        AlertRaised(
            **_about(alert), why=why, rung=turn.rung, until=turn.until, practice_id=practice_id
        )
    )
    _cases_are_at_risk(person_id, by=by)
    return alert


@action(Permission.KEEP_SAFE)
def pass_on_alert(alert_id: UUID, *, by: Actor) -> None:
    """Nobody has acknowledged it in time: the next role is called."""
    alert: Alert = Alert.objects.locked(alert_id)
    there = roles_there(ALERT_LADDER, alert.service_id, alert.practice_id)
    turn = next_turn(ALERT_LADDER, _turn(alert), there, clock.now(), alert_clock())
    if turn is None or alert.state != AlertState.OPEN:
        raise NotThere  # somebody was faster
    _give_turn(alert, turn)
    about = _about(alert)
    record(AlertPassedOn(**about, rung=turn.rung, until=turn.until, practice_id=alert.practice_id))


@action(Permission.KEEP_SAFE)
def show_to_team(alert_id: UUID, *, by: Actor) -> None:
    """Everybody is called, so everybody must be able to see about whom."""
    alert: Alert = Alert.objects.one(alert_id)
    back_to_queue(alert.person_id, service_id=alert.service_id, basis=_ALERT)
    record(TeamCalled(**_about(alert)))


@action(Permission.KEEP_SAFE)
def hide_from_team(alert_id: UUID, *, by: Actor) -> None:
    """Somebody has it: what the team saw for the alert's sake it sees no longer."""
    alert: Alert = Alert.objects.one(alert_id)
    leave_queue(alert.person_id, basis=_ALERT)
    record(TeamStoodDown(**_about(alert)))


@action(Permission.KEEP_SAFE)
def acknowledge(alert_id: UUID, *, by: Actor) -> Alert:
    """ "I have it": the clock stops. By the team, the supervisor or the practice's clinicians.

    Raises WrongState when somebody was faster.
    """
    alert: Alert = Alert.objects.locked(alert_id)
    alert.state = ALERT.after(AlertState(alert.state), "acknowledged")
    alert.acknowledged_at, alert.acknowledged_by = clock.now(), _who(alert, by)
    alert.save(update_fields=["state", "acknowledged_at", "acknowledged_by"])
    record(AlertAcknowledged(**_about(alert)))
    return alert


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
    about = _about(concern)
    record(ConcernRaised(**about, rung=turn.rung, until=turn.until, in_danger=in_danger))
    _cases_are_at_risk(case.person_id, concern=True, by=by)
    return concern


@action(Permission.KEEP_SAFE)
def add_words(concern_id: UUID, *, words: str, by: Actor) -> None:
    """Say more about a concern that is still open. What was said stays."""
    concern = _open_concern(concern_id, by)
    concern.words = f"{concern.words}\n\n{words}".strip()
    concern.save(update_fields=["words"])
    record(ConcernAdded(**_about(concern)))


@action(Permission.KEEP_SAFE)
def pass_on_concern(concern_id: UUID, *, by: Actor) -> None:
    """Nobody has acknowledged it in time: the next role is called."""
    concern: Concern = Concern.objects.locked(concern_id)
    there = roles_there(CONCERN_LADDER, concern.service_id, None)
    turn = next_turn(CONCERN_LADDER, _turn(concern), there, clock.now(), alert_clock())
    if turn is None or concern.state != ConcernState.OPEN:
        raise NotThere
    _give_turn(concern, turn)
    record(ConcernPassedOn(**_about(concern), rung=turn.rung, until=turn.until))


@action(Permission.KEEP_SAFE)
def acknowledge_concern(concern_id: UUID, *, by: Actor) -> None:
    """A supervisor has it: the clock stops, and the concern stays open until its outcome."""
    concern: Concern = Concern.objects.locked(concern_id)
    member = membership_in(by, concern.service_id, Role.SUPERVISOR)
    concern.state = CONCERN.after(ConcernState(concern.state), "acknowledged")
    concern.acknowledged_at, concern.acknowledged_by = clock.now(), member
    concern.save(update_fields=["state", "acknowledged_at", "acknowledged_by"])
    record(ConcernAcknowledged(**_about(concern)))


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
    record(ConcernClosed(**_about(concern), route=Route(concern.route), outcome=outcome))
    if tell_cases(concern.person_id, by=by):  # a supervisor reads every one
        return False
    if danger_over:
        settle_risk(concern.case_id, by=by)
    return danger_over


@action(Permission.CLOSE_CASE)
def settle_danger(case_id: UUID, *, by: Actor) -> None:
    """Somebody has looked: no danger is open any more. Refused while an alert or a concern is.

    Who may not read every concern is answered by what the case knows. After a concern it is for a
    supervisor, though somebody closed it and said that the danger is not over.
    """
    case: Case = Case.objects.one(case_id)
    _held_cases(case.person_id)  # all at once, in the order in which raising holds them
    if danger_is_open(case.person_id):
        raise WrongState(DANGER_IS_OPEN)
    if case.service_id in by.organisations(Role.SUPERVISOR):
        tell_cases(case.person_id, by=by)
    settle_risk(case_id, by=by)


def tell_cases(person_id: UUID, *, by: Actor) -> bool:
    """Whether anything is open about them; their cases are told. By who reads every concern only.

    The cases are held before it is asked, so that nothing is raised in between.
    """
    cases = _held_cases(person_id)
    is_open = danger_is_open(person_id)
    for case in cases:
        if case.danger_open != is_open:
            watch_danger(case.pk, is_open=is_open, by=by)
    return is_open


def _cases_are_at_risk(person_id: UUID, *, concern: bool = False, by: Actor) -> None:
    """What was just raised, their cases know at once: there is no moment in which one could end.

    Those that have ended know it too, for the day on which they are opened again.
    """
    for case in _held_cases(person_id):
        if not case.at_risk or (concern and not case.concern_raised):
            mark_at_risk(case.pk, concern=concern, by=by)
        if not case.danger_open:
            watch_danger(case.pk, is_open=True, by=by)


def _held_cases(person_id: UUID) -> list[Case]:
    """Every case of theirs, each held until the transaction ends."""
    rows = Case.objects.select_for_update(of=("self",)).filter(person_id=person_id)
    return list(rows.order_by("id"))


@dataclass(frozen=True)
class Sought:
    """What came of looking for a caller. Sealed, unknown and refused records look alike to her."""

    found: Found | None
    refused: bool = False


@action(Permission.COVER)
def look_for_caller(
    service_id: UUID, *, given_name: str, family_name: str, birth_date: date, by: Actor
) -> Sought:
    """Find somebody of the service by whole name and birth date.

    The eleventh search in ten minutes that finds nobody is refused, and the lead is told. Several
    with the same name and birth date count as nobody: ask the supervisor.
    """
    member = membership_in(by, service_id, *TEAM)
    about = {"subject_id": member.pk, "service_id": service_id}
    now = clock.now()
    if not may_look_again(failures(member.pk, now - WITHIN), now):
        FailedSearch(service_id=service_id, member=member, refused=True).save(force_insert=True)
        record(SearchRefused(**about))
        return Sought(None, refused=True)
    found = find_caller(
        service_id, search_name=search_form(family_name, given_name), birth_date=birth_date
    )
    open_ones = [one for one in found if not one.sealed]
    if len(open_ones) != 1:
        FailedSearch(service_id=service_id, member=member).save(force_insert=True)
    record(CallerSought(**about, found=len(open_ones) == 1))
    return Sought(open_ones[0] if len(open_ones) == 1 else None)


@action(Permission.BREAK_GLASS)
def open_sealed(
    service_id: UUID,
    *,
    given_name: str,
    family_name: str,
    birth_date: date,
    words: str,
    by: Actor,
) -> Sought:
    """Open a sealed record by breaking the glass, for a reason in words.

    Whoever is unknown, and whoever is known and not sealed, is answered alike and counts as a
    failed search: the way in for those is `look_for_caller`.
    """
    member = membership_in(by, service_id, *TEAM)
    about = {"subject_id": member.pk, "service_id": service_id}
    now = clock.now()
    if not may_look_again(failures(member.pk, now - WITHIN), now):
        FailedSearch(service_id=service_id, member=member, refused=True).save(force_insert=True)
        record(SearchRefused(**about))
        return Sought(None, refused=True)
    name = search_form(family_name, given_name)
    found = find_caller(service_id, search_name=name, birth_date=birth_date)
    closed = [one for one in found if one.sealed]
    if len(closed) != 1:
        FailedSearch(service_id=service_id, member=member).save(force_insert=True)
        record(CallerSought(**about, found=False))
        return Sought(None)
    break_glass(closed[0].person_id, service_id=service_id, words=words, by=by)
    return Sought(closed[0])


def _open_concern(concern_id: UUID, by: Actor) -> Concern:
    concern: Concern = Concern.objects.locked(concern_id)
    membership_in(by, concern.service_id, *TEAM)
    if concern.state == ConcernState.CLOSED:
        raise WrongState("This concern was closed meanwhile. Raise another if there is more.")
    return concern


def _who(alert: Alert, by: Actor) -> Membership:
    """The membership by which the actor takes an alert on; NotThere for who may not."""
    try:
        return membership_in(by, alert.service_id, *TEAM)
    except NotThere:
        if alert.practice_id is None:
            raise
        return membership_in(by, alert.practice_id, Role.GP)


def _turn(row: Clocked) -> Turn:
    return Turn(Rung(row.rung), row.turn_since, row.turn_until)


def _give_turn(row: Clocked, turn: Turn) -> None:
    row.rung, row.turn_since, row.turn_until = turn.rung, turn.since, turn.until
    row.save(update_fields=["rung", "turn_since", "turn_until"])


def _about(row: Alert | Concern) -> dict[str, UUID]:
    return {"subject_id": row.pk, "person_id": row.person_id, "service_id": row.service_id}
