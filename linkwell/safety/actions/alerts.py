"""Alerts: raised, passed on until somebody has it, shown to the team where everybody is called."""

from uuid import UUID

from linkwell.access.actions import action, back_to_queue, leave_queue
from linkwell.access.models import Membership
from linkwell.access.queries import membership_in
from linkwell.access.rules import TEAM, Actor, Permission, Role
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.kernel.errors import NotThere
from linkwell.safety.actions.danger import cases_are_at_risk
from linkwell.safety.actions.turns import about, give_turn, turn_of
from linkwell.safety.events import (
    AlertAcknowledged,
    AlertPassedOn,
    AlertRaised,
    TeamCalled,
    TeamStoodDown,
)
from linkwell.safety.models import Alert
from linkwell.safety.queries import alert_clock, roles_there
from linkwell.safety.rules import ALERT, ALERT_LADDER, AlertState, Why, first_turn, next_turn

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
            **about(alert), why=why, rung=turn.rung, until=turn.until, practice_id=practice_id
        )
    )
    cases_are_at_risk(person_id, by=by)
    return alert


@action(Permission.KEEP_SAFE)
def pass_on_alert(alert_id: UUID, *, by: Actor) -> None:
    """Nobody has acknowledged it in time: the next role is called."""
    alert: Alert = Alert.objects.locked(alert_id)
    there = roles_there(ALERT_LADDER, alert.service_id, alert.practice_id)
    turn = next_turn(ALERT_LADDER, turn_of(alert), there, clock.now(), alert_clock())
    if turn is None or alert.state != AlertState.OPEN:
        raise NotThere  # somebody was faster
    give_turn(alert, turn)
    whom = about(alert)
    record(AlertPassedOn(**whom, rung=turn.rung, until=turn.until, practice_id=alert.practice_id))


@action(Permission.KEEP_SAFE)
def show_to_team(alert_id: UUID, *, by: Actor) -> None:
    """Everybody is called, so everybody must be able to see about whom."""
    alert: Alert = Alert.objects.one(alert_id)
    back_to_queue(alert.person_id, service_id=alert.service_id, basis=_ALERT)
    record(TeamCalled(**about(alert)))


@action(Permission.KEEP_SAFE)
def hide_from_team(alert_id: UUID, *, by: Actor) -> None:
    """Somebody has it: what the team saw for the alert's sake it sees no longer."""
    alert: Alert = Alert.objects.one(alert_id)
    leave_queue(alert.person_id, basis=_ALERT)
    record(TeamStoodDown(**about(alert)))


@action(Permission.KEEP_SAFE)
def acknowledge(alert_id: UUID, *, by: Actor) -> Alert:
    """ "I have it": the clock stops. By the team, the supervisor or the practice's clinicians.

    Raises WrongState when somebody was faster.
    """
    alert: Alert = Alert.objects.locked(alert_id)
    alert.state = ALERT.after(AlertState(alert.state), "acknowledged")
    alert.acknowledged_at, alert.acknowledged_by = clock.now(), _who(alert, by)
    alert.save(update_fields=["state", "acknowledged_at", "acknowledged_by"])
    record(AlertAcknowledged(**about(alert)))
    return alert


def _who(alert: Alert, by: Actor) -> Membership:
    """The membership by which the actor takes an alert on; NotThere for who may not."""
    try:
        return membership_in(by, alert.service_id, *TEAM)
    except NotThere:
        if alert.practice_id is None:
            raise
        return membership_in(by, alert.practice_id, Role.GP)
