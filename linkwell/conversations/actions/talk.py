"""Write down a talk, what was raised in it, and what becomes of a need."""

from collections.abc import Collection
from uuid import UUID

from django.db import IntegrityError

from linkwell.access.actions import action
from linkwell.access.queries import membership_in
from linkwell.access.rules import TEAM, Actor, Permission
from linkwell.access.scope import acting_as
from linkwell.cases.actions import begin, open_case_of
from linkwell.cases.models import Case
from linkwell.cases.rules import CaseState
from linkwell.conversations.events import ContactRecorded, NeedCorrected, NeedMoved, NeedRaised
from linkwell.conversations.models import Contact, RaisedNeed
from linkwell.conversations.rules import (
    NEED,
    TICKED,
    Attendance,
    NeedState,
    RaisedBy,
    Talk,
    raised_by,
)
from linkwell.diary.actions import settle_talk_of
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.measures.actions import draw_pulses
from linkwell.needs.rules import Need, understand
from linkwell.referrals.models import Referral
from linkwell.safety.actions import heed
from linkwell.safety.rules import SaidIn


def record_contact(case_id: UUID, talk: Talk, *, key: UUID, by: Actor) -> Contact:
    """Write down one contact, once for each `key`: pressing twice writes nothing twice.

    The first talk makes the case active. Words that mean danger mark it, so that it never ends
    without a supervisor.
    """
    with acting_as(by):
        for last_try in (False, True):
            known: Contact | None = Contact.objects.filter(pk=key, case_id=case_id).first()
            if known is not None:
                return known
            try:
                return _write_contact(case_id, talk, key=key, by=by)
            except IntegrityError:  # the same key at the same moment
                if last_try:
                    raise
    raise AssertionError("unreachable")


@action(Permission.TALK)
def _write_contact(case_id: UUID, talk: Talk, *, key: UUID, by: Actor) -> Contact:
    case = open_case_of(case_id)
    contact = _contact(case, talk, key, by)
    contact.save(force_insert=True)
    record(
        ContactRecorded(
            subject_id=key,
            person_id=case.person_id,
            service_id=case.service_id,
            case_id=case_id,
            attendance=talk.attendance,
            number=contact.number,
            mode=talk.mode,
            minutes=talk.minutes,
            next_on=talk.next_on,
        )
    )
    if talk.attendance is Attendance.MET:
        _take_needs(contact, case, talk)
        draw_pulses(case, contact.number or 1)
        if case.state == CaseState.WAITING:
            begin(case_id, by=by)
    settle_talk_of(case_id, clock.on_day(contact.at), _SETTLES[talk.attendance])
    heed(talk.free_text, person_id=case.person_id, said_in=SaidIn.TALK, about_id=key, by=by)
    return contact


_SETTLES = {
    Attendance.MET: "happened",
    Attendance.THEY_COULD_NOT: "cancelled_by_person",
    Attendance.I_COULD_NOT: "cancelled_by_service",
}


def _contact(case: Case, talk: Talk, key: UUID, by: Actor) -> Contact:
    met = talk.attendance is Attendance.MET
    before = Contact.objects.filter(case=case, number__isnull=False).count()
    return Contact(
        id=key,
        person_id=case.person_id,
        service_id=case.service_id,
        case=case,
        member=membership_in(by, case.service_id, *TEAM),
        number=before + 1 if met else None,
        attendance=talk.attendance,
        mode=talk.mode or "",
        minutes=talk.minutes,
        words=talk.words,
        strengths=talk.strengths,
        next_step=talk.next_step,
        next_on=talk.next_on,
    )


def _take_needs(contact: Contact, case: Case, talk: Talk) -> None:
    """Needs that were ticked, unticked, or named in a word of their own."""
    rows = {Need(row.code): row for row in RaisedNeed.objects.filter(case=case).exclude(code="")}
    referral: Referral = Referral.objects.one(case.referral_id)
    heard = understand(referral.words).codes
    for need in talk.needs.raised:
        if need not in rows:
            _raise_need(contact, code=need, by=raised_by(need, heard))
        elif rows[need].state not in TICKED:
            _move(rows[need], "raised_again")
    for need in talk.needs.dropped:
        if need in rows and rows[need].state in TICKED:
            _move(rows[need], "no_longer_wanted")
    if talk.own_need:
        _raise_need(contact, own_word=talk.own_need, by=RaisedBy.PERSON)


def _raise_need(
    contact: Contact, *, by: RaisedBy, code: Need | None = None, own_word: str = ""
) -> None:
    row = RaisedNeed(
        person_id=contact.person_id,
        service_id=contact.service_id,
        case_id=contact.case_id,
        contact=contact,
        code=code or "",
        own_word=own_word,
        snomed=code.snomed if code else "",
        raised_by=by,
    )
    row.save(force_insert=True)
    record(
        NeedRaised(
            subject_id=row.pk,
            person_id=row.person_id,
            service_id=row.service_id,
            case_id=row.case_id,
            need=code,
            raised_by=by,
            contact_id=contact.pk,
        )
    )


@action(Permission.TALK)
def move_need(need_id: UUID, move: str, *, by: Actor) -> RaisedNeed:
    """What became of a need: a verb of its table. WrongState where that is not open."""
    row: RaisedNeed = RaisedNeed.objects.locked(need_id)
    open_case_of(row.case_id)
    _move(row, move)
    return row


@action(Permission.TALK)
def correct_need(need_id: UUID, *, raised_by: RaisedBy, said: str, by: Actor) -> RaisedNeed:
    """Who raised it, and what was said of it, in the person's own words."""
    row: RaisedNeed = RaisedNeed.objects.locked(need_id)
    open_case_of(row.case_id)
    row.raised_by, row.said = raised_by, said
    row.save(update_fields=["raised_by", "said"])
    heed(said, person_id=row.person_id, said_in=SaidIn.NEED, about_id=row.pk, by=by)
    record(
        NeedCorrected(
            subject_id=row.pk,
            person_id=row.person_id,
            service_id=row.service_id,
            case_id=row.case_id,
        )
    )
    return row


def plan_need(need_id: UUID) -> None:
    """A goal answers this need: it is in the plan. Inside an action; nothing if it is already."""
    row: RaisedNeed = RaisedNeed.objects.locked(need_id)
    if "planned" in NEED.open_from(NeedState(row.state)):
        _move(row, "planned")


def nothing_found(case_id: UUID, codes: Collection[str]) -> None:
    """Nothing on a list suited: these needs say so, while they are open. Inside an action."""
    for row in RaisedNeed.objects.filter(case_id=case_id, code__in=codes).order_by("id"):
        if "without_service" in NEED.open_from(NeedState(row.state)):
            _move(row, "without_service")


def something_found(case_id: UUID, codes: Collection[str]) -> None:
    """Something was chosen after all: a need for which nothing suited is open again."""
    rows = RaisedNeed.objects.filter(case_id=case_id, code__in=codes)
    for row in rows.filter(state=NeedState.NOTHING_SUITABLE).order_by("id"):
        _move(row, "raised_again")


def _move(row: RaisedNeed, move: str) -> None:
    row.state, row.moved_at = NEED.after(NeedState(row.state), move), clock.now()
    row.save(update_fields=["state", "moved_at"])
    record(
        NeedMoved(
            subject_id=row.pk,
            person_id=row.person_id,
            service_id=row.service_id,
            case_id=row.case_id,
            need=Need(row.code) if row.code else None,
            state=NeedState(row.state),
        )
    )
