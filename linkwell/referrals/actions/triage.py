"""The verbs of deciding about a referral, besides taking it on and returning it (`__init__.py`).

Ask the practice for more, pass it on, write it onto the record of somebody known, or say that it is
nobody known. And what is no longer so.
"""

from uuid import UUID

from django.db import connection

from linkwell.access.actions import action, leave_queue, take_onto_caseload
from linkwell.access.models import Membership
from linkwell.access.queries import membership_in
from linkwell.access.rules import TEAM, Actor, Permission, Role
from linkwell.cases.actions import close
from linkwell.cases.models import Case
from linkwell.cases.queries import open_case_and_holder
from linkwell.cases.rules import Because, CaseState
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, NotThere, WrongState
from linkwell.needs.rules import danger_in
from linkwell.people.models import Person
from linkwell.people.queries import said_of_number
from linkwell.people.rules import Safe
from linkwell.referrals.alike import alert_waits, alike
from linkwell.referrals.events import (
    KeptApart,
    MoreAnswered,
    MoreAsked,
    NumberForgotten,
    PauseBegan,
    ReferralJoined,
    ReferralLinked,
    ReferralPassedOn,
)
from linkwell.referrals.models import UNDECIDED, Receipt, Referral
from linkwell.referrals.queries import number_in_doubt
from linkwell.referrals.rules import REFERRAL, Danger, ReferralState

_PRACTICE = (Role.GP, Role.RECEPTIONIST)


@action(Permission.TRIAGE)
def ask_more(referral_id: UUID, *, question: str, by: Actor) -> None:
    """Ask the practice something before it is decided. Its page shows the question."""
    referral = _mine(referral_id, by)
    referral.state = REFERRAL.after(ReferralState(referral.state), "asked")
    referral.question, referral.answer = question, ""
    referral.save(update_fields=["state", "question", "answer"])
    record(MoreAsked(**_about(referral), practice_id=referral.practice_id))


@action(Permission.REFER)
def answer_question(referral_id: UUID, *, answer: str, by: Actor) -> Referral:
    """The practice answers, and the referral goes on. Words that mean danger pause here too."""
    referral: Referral = Referral.objects.locked(referral_id)
    membership_in(by, referral.practice_id, *_PRACTICE)
    referral.state = REFERRAL.after(ReferralState(referral.state), "answered")
    referral.answer = answer
    referral.save(update_fields=["state", "answer"])
    record(MoreAnswered(**_about(referral), practice_id=referral.practice_id))
    if danger_in(answer):
        _pause(referral)
    return referral


def _pause(referral: Referral) -> None:
    referral.risk_mentioned, referral.danger = True, Danger.ASKED
    referral.save(update_fields=["risk_mentioned", "danger"])
    receipt = Receipt.objects.select_for_update().get(referral_id=referral.first_id)
    receipt.danger, receipt.asked_at = Danger.ASKED, clock.now()
    receipt.save(update_fields=["danger", "asked_at"])
    record(PauseBegan(**_about(referral), practice_id=referral.practice_id))


@action(Permission.TRIAGE)
def pass_on(referral_id: UUID, *, to: str, note: str, by: Actor) -> None:
    """Pass a referral on to somebody who can help more. The practice reads to whom, and why."""
    if not to.strip() or not note.strip():
        raise InputAtFault("Write to whom it goes, and why")
    referral = _mine(referral_id, by)
    referral.passed_to, referral.decision_note = to, note
    _decide(referral, "passed_on", by)
    record(ReferralPassedOn(**_about(referral), practice_id=referral.practice_id))
    leave_queue(referral.person_id)


@action(Permission.TRIAGE)
def keep_apart(referral_id: UUID, *, by: Actor) -> None:
    """It is somebody else than those who look alike: the referral goes on as it is, or the story
    that was begun with it. WrongState where it was said before."""
    referral = _to_compare(referral_id, by)
    if referral.apart:
        raise WrongState(_APART)
    referral.apart = True
    referral.save(update_fields=["apart"])
    record(KeptApart(**_about(referral)))


@action(Permission.KEEP_SAFE)
def forget_number(referral_id: UUID, *, by: Actor) -> None:
    """The number that was left with it is not safe after all: no alert names it any more."""
    referral: Referral = Referral.objects.locked(referral_id)
    referral.phone, referral.times = "", ""
    referral.save(update_fields=["phone", "times"])
    record(NumberForgotten(**_about(referral)))


def forget_unsafe_numbers(person_id: UUID, *, by: Actor) -> None:
    """Where a number that was left with a referral of theirs is known not to be safe."""
    for referral in Referral.objects.filter(person_id=person_id).exclude(phone=""):
        if said_of_number(person_id, referral.phone) is Safe.NO:
            forget_number(referral.pk, by=by)


@action(Permission.TRIAGE)
def link_to_known(referral_id: UUID, *, known_id: UUID, by: Actor) -> Referral:
    """It is the person we know: the referral goes on in their record.

    An open case there takes it in; without one it is decided like any other, in that record. The
    practice keeps seeing the referral that it wrote. Where they were taken on already, that story
    ends as a mistake, and whoever goes on can read it; WrongState where danger is open in it, for
    whoever is not a supervisor. Returns the referral in the known record.
    """
    referral = _to_compare(referral_id, by)
    _may_be_joined(referral, known_id)
    _end_here(referral, by)
    _open_known(referral, known_id)
    _forget_unsafe(referral, known_id, by)
    copy = _copy(referral, known_id)
    referral.linked_to = copy.pk
    _decide(referral, "linked", by)
    about = {"practice_id": referral.practice_id}
    record(ReferralLinked(**_about(referral), **about, copy_id=copy.pk))
    open_case = open_case_and_holder(known_id)
    if open_case is not None:
        copy.state = REFERRAL.after(ReferralState.RECEIVED, "accepted")
        copy.decided_at, copy.decided_by_id = referral.decided_at, referral.decided_by_id
        copy.save(update_fields=["state", "decided_at", "decided_by"])
    record(
        ReferralJoined(
            **_about(copy),
            **about,
            risk_mentioned=copy.risk_mentioned,
            case_id=open_case[0] if open_case else None,
            holder_id=open_case[1] if open_case else None,
        )
    )
    leave_queue(referral.person_id)
    if open_case is not None:
        leave_queue(known_id)
        _may_read_on(referral, open_case[1])
    return copy


def _may_be_joined(referral: Referral, known_id: UUID) -> None:
    """WrongState while danger is asked about, or nobody has the alert; NotThere for whoever does
    not look the same."""
    if referral.danger == Danger.ASKED:
        raise WrongState("Whoever refers is being asked about danger. Try in a quarter of an hour.")
    if alert_waits(referral.pk):  # it is about this record: the known one would not know of it
        raise WrongState("Somebody must have the alert about this referral first.")
    if known_id not in {one.person_id for one in alike([referral.person_id])}:
        raise NotThere


def _end_here(referral: Referral, by: Actor) -> None:
    """What was begun with it in this record ends: it goes on in theirs."""
    case = Case.objects.filter(referral_id=referral.pk).exclude(state=CaseState.CLOSED).first()
    if case is not None:
        close(case.pk, because=Because.ADMIN_ERROR, by=by)


def _may_read_on(referral: Referral, holder_id: UUID) -> None:
    """What was written down here, for whoever goes on with them."""
    if Case.objects.filter(referral_id=referral.pk).exists():
        holder = Membership.objects.get(pk=holder_id)
        take_onto_caseload(referral.person_id, service_id=referral.service_id, member=holder)


def _copy(referral: Referral, known_id: UUID) -> Referral:
    copy = Referral(
        person_id=known_id,
        copy_of=referral.pk,
        state=ReferralState.RECEIVED,
        **{name: getattr(referral, name) for name in _COPIED},
    )
    copy.save(force_insert=True)
    return copy


_COPIED = (
    *("service_id", "practice_id", "source", "referred_by", "words", "danger_elsewhere"),
    *("wants", "told"),
    *("phone", "times", "risk_mentioned", "danger", "question", "answer", "received_at"),
)


def _open_known(referral: Referral, known_id: UUID) -> None:
    """The team and the practice come to stand to the known person, as to anybody referred."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select linkwell_join(%s, %s, %s)", [referral.person_id, known_id, referral.practice_id]
        )
        if not cursor.fetchone()[0]:
            raise NotThere


def _forget_unsafe(referral: Referral, known_id: UUID, by: Actor) -> None:
    """What either record knows of a number holds for both: no alert names one that is not safe."""
    forget_unsafe_numbers(known_id, by=by)
    if referral.phone and said_of_number(known_id, referral.phone) is Safe.NO:
        forget_number(referral.pk, by=by)
        referral.refresh_from_db(fields=["phone", "times"])


def _mine(referral_id: UUID, by: Actor) -> Referral:
    """An undecided referral of the actor's own team."""
    referral = _of_the_team(referral_id, by)
    if referral.state not in UNDECIDED:
        raise WrongState(_DECIDED)
    return referral


def _to_compare(referral_id: UUID, by: Actor) -> Referral:
    """An undecided one; or one that was taken on though nobody had said whose NHS number it is."""
    referral = _of_the_team(referral_id, by)
    if referral.state in UNDECIDED:
        return referral
    person: Person = Person.objects.one(referral.person_id)
    if referral.apart:
        raise WrongState(_APART)
    if referral.state != ReferralState.ACCEPTED or not number_in_doubt(person):
        raise WrongState(_DECIDED)
    return referral


_DECIDED = "Somebody has decided about this referral already."
_APART = "That it is somebody else was said already."


def _of_the_team(referral_id: UUID, by: Actor) -> Referral:
    referral: Referral = Referral.objects.locked(referral_id)
    membership_in(by, referral.service_id, *TEAM)
    return referral


def _decide(referral: Referral, move: str, by: Actor) -> None:
    member = membership_in(by, referral.service_id, *TEAM)
    referral.state = REFERRAL.after(ReferralState(referral.state), move)
    referral.decided_at, referral.decided_by_id = clock.now(), member.pk
    referral.save(
        update_fields=[
            "state",
            "decided_at",
            "decided_by",
            "decision_note",
            "passed_to",
            "linked_to",
        ]
    )


def _about(referral: Referral) -> dict[str, UUID]:
    return {
        "subject_id": referral.pk,
        "person_id": referral.person_id,
        "service_id": referral.service_id,
    }
