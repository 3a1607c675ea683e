"""The verbs of a referral's arrival: submit, answer the pause and settle it."""

from datetime import date
from uuid import UUID, uuid5

from django.db import IntegrityError, connection

from linkwell.access.actions import (
    action,
    register_subject,
)
from linkwell.access.queries import has_agreed
from linkwell.access.rules import TEAM, Actor, ActorKind, LinkPurpose, Permission, Role
from linkwell.access.scope import actor_now
from linkwell.consent.actions import note_consent
from linkwell.consent.rules import Purpose, Said
from linkwell.journal.actions import record
from linkwell.kernel import nhs_number
from linkwell.kernel.errors import NotThere, WrongState
from linkwell.kernel.ids import new_id
from linkwell.people.models import Address, ContactWay, Person
from linkwell.people.queries import said_of_number
from linkwell.people.rules import BY_REFERRER, NoNhsNumber, Safe, search_form
from linkwell.referrals.events import (
    DangerAnswered,
    PauseAnswered,
    PauseBegan,
    ReferralDeclined,
    ReferralReceived,
)
from linkwell.referrals.models import Receipt, Referral
from linkwell.referrals.queries import receipt_for
from linkwell.referrals.rules import (
    REFERRAL,
    Danger,
    Help,
    NewReferral,
    ReferralState,
    Source,
    Wants,
    must_be_decided,
)
from linkwell.tasks.rules import triage_due


def submit(new: NewReferral, *, key: UUID, by: Actor) -> Receipt:
    """Take a referral in, once for each `key`: whoever sends it again gets the first receipt.

    A key is a form's. A browser may bring an old form back and somebody else be written into it, so
    the key counts together with what was written: another person is never taken for the first.

    Raises NotThere when the actor may not refer from that practice to that service, InputAtFault
    for an NHS number whose digits do not fit.
    """
    _check_door(new, by)
    key = uuid5(key, new.content())
    for last_try in (False, True):
        receipt = receipt_for(key, practice_id=new.practice_id)
        if receipt is not None:
            return receipt
        try:
            return _take_in(new, key=key, by=by)
        except IntegrityError:  # the same key, or the same NHS number, at the same moment
            if last_try:
                raise
    raise AssertionError("unreachable")


@action(Permission.REFER)
def _take_in(new: NewReferral, *, key: UUID, by: Actor) -> Receipt:
    person_id, risk_mentioned = new_id(), new.mentions_danger
    source = Source.SELF if by.purpose is LinkPurpose.ASK else Source.PRACTICE
    register_subject(
        person_id,
        service_id=new.service_id,
        practice_id=new.practice_id,
        to_queue=must_be_decided(new.wants, risk_mentioned=risk_mentioned),
    )
    _write_person(person_id, new)
    referral = Referral(
        person_id=person_id,
        service_id=new.service_id,
        practice_id=new.practice_id,
        source=source,
        **_to_ring(new, source),
        referred_by=new.referred_by,
        words=new.words,
        danger_elsewhere=new.danger_elsewhere,
        wants=new.wants,
        told=new.told,
        risk_mentioned=risk_mentioned,
        danger=Danger.ASKED if risk_mentioned else Danger.NOT_ASKED,
    )
    if not must_be_decided(new.wants, risk_mentioned=risk_mentioned):
        referral.state = REFERRAL.after(ReferralState.RECEIVED, "declined")
        referral.decided_at = referral.received_at
    referral.save(force_insert=True)
    receipt = _receipt(referral, key)
    receipt.save(force_insert=True)
    _note_consent(referral, new)
    _tell_of_arrival(referral)
    return receipt


def _receipt(referral: Referral, key: UUID) -> Receipt:
    return Receipt(
        key=key,
        practice_id=referral.practice_id,
        service_id=referral.service_id,
        referral_id=referral.pk,
        decide_by=_decide_by(referral),
        danger=referral.danger,
        asked_at=referral.received_at if referral.risk_mentioned else None,
    )


def _to_ring(new: NewReferral, source: Source) -> dict[str, str]:
    """For whoever has an alert about somebody who asked for themselves: which number, and when."""
    return {"phone": new.safe_phone, "times": new.times} if source is Source.SELF else {}


def _note_consent(referral: Referral, new: NewReferral) -> None:
    """That they were asked about the referral, and how. Not asked is no answer."""
    if new.wants is not Wants.NOT_ASKED:
        said = Said.YES if new.wants is Wants.YES else Said.NO
        about = referral.person_id, referral.service_id
        note_consent(*about, Purpose.REFER, said, new.how_asked, by=actor_now())


def _decide_by(referral: Referral) -> date | None:
    """When the practice may expect an answer; None when the person said no."""
    if referral.state == ReferralState.DECLINED:
        return None
    return triage_due(referral.received_at, risk_mentioned=referral.risk_mentioned)


def _check_door(new: NewReferral, by: Actor) -> None:
    mine = _may_refer_from(new.practice_id, new.service_id, by)
    if not mine or not has_agreed(new.practice_id, new.service_id):
        raise NotThere


def _may_refer_from(practice_id: UUID, service_id: UUID, by: Actor) -> bool:
    if by.kind is ActorKind.LINK:
        return (practice_id, service_id) == (by.organisation_id, by.service_id)
    at_practice = practice_id in by.organisations(Role.GP, Role.RECEPTIONIST)
    return at_practice or service_id in by.organisations(*TEAM)


def _write_person(person_id: UUID, new: NewReferral) -> None:
    number, stated, missing = _nhs_number(new)
    common = {"person_id": person_id, "service_id": new.service_id}
    Person(
        **common,
        given_name=new.given_name,
        family_name=new.family_name,
        search_name=search_form(new.family_name, new.given_name),
        birth_date=new.birth_date,
        nhs_number=number,
        stated_nhs_number=stated,
        no_nhs_number=missing,
        language=new.language,
        interpreter=True if Help.INTERPRETER in new.helps else None,
        helps=sorted(new.helps),
        not_told=new.not_told,
    ).save(force_insert=True)
    for contact in new.contacts:
        ContactWay(
            **common,
            channel=contact.channel,
            value=contact.value,
            safe=contact.safe,
            times=contact.times,
            said_by=BY_REFERRER,
        ).save(force_insert=True)
    if new.address_lines or new.postcode or new.hide_address:
        Address(
            **common,
            lines=new.address_lines,
            postcode=new.postcode,
            hidden=new.hide_address,
        ).save(force_insert=True)


def _nhs_number(new: NewReferral) -> tuple[str | None, str, str]:
    """The number to keep, the number as stated, and why none is kept.

    A number that stands on another record is never joined to it unseen: the wrong person's record
    would open. The team is shown both at triage.
    """
    if not new.nhs_number:
        return None, "", new.no_nhs_number or NoNhsNumber.NOT_KNOWN
    digits = nhs_number.read(new.nhs_number)
    with connection.cursor() as cursor:
        cursor.execute("select linkwell_nhs_number_is_held(%s, %s)", [new.service_id, digits])
        (held,) = cursor.fetchone() or (False,)
    if held:
        return None, digits, NoNhsNumber.HELD_BY_ANOTHER
    return digits, digits, ""


def _tell_of_arrival(referral: Referral) -> None:
    about = {
        "subject_id": referral.pk,
        "person_id": referral.person_id,
        "service_id": referral.service_id,
        "practice_id": referral.practice_id,
    }
    record(
        ReferralReceived(
            **about,
            source=Source(referral.source),
            wants=Wants(referral.wants),
            risk_mentioned=referral.risk_mentioned,
        )
    )
    if referral.danger == Danger.ASKED:
        record(PauseBegan(**about))
    if referral.state == ReferralState.DECLINED:
        record(ReferralDeclined(**about))


@action(Permission.REFER)
def answer_pause(
    key: UUID, *, practice_id: UUID, answer: Danger, phone: str = "", by: Actor
) -> Receipt:
    """What the referrer says to "Is anyone in danger now?". The first answer counts.

    Whoever asks for themselves may leave a `phone` with it, which is safe to ring. Both are kept
    with the receipt, since whoever refers by a link reads no referral; the handler that waits
    carries them over. Raises WrongState for an answer that comes too late.
    """
    receipt = Receipt.objects.select_for_update().filter(key=key, practice_id=practice_id).first()
    if receipt is None or not _may_refer_from(practice_id, receipt.service_id, by):
        raise NotThere
    if answer in (Danger.NOT_ASKED, Danger.ASKED) or receipt.danger == Danger.NOT_ASKED:
        raise NotThere
    if receipt.danger != Danger.ASKED:
        raise WrongState("This was answered already. It is in safe hands.")
    receipt.danger, receipt.phone = answer, phone
    receipt.save(update_fields=["danger", "phone"])
    record(
        PauseAnswered(subject_id=receipt.referral_id, service_id=receipt.service_id, answer=answer)
    )
    return receipt


@action(Permission.KEEP_SAFE)
def settle_pause(referral_id: UUID, *, answer: Danger, by: Actor) -> None:
    """Write the answer, or that none came, onto the referral. Done for one person by the system.

    One that was given a moment ago counts before `answer`. A number that was left with it is
    safe to ring, but not where it was said before that it is not: a later word from whoever holds
    the phone never overrides that.
    """
    referral: Referral = Referral.objects.locked(referral_id)
    receipt = Receipt.objects.select_for_update().get(referral_id=referral.first_id)
    unanswered = receipt.danger == Danger.ASKED
    answer = answer if unanswered else Danger(receipt.danger)
    left, receipt.danger, receipt.phone = receipt.phone, answer, ""
    receipt.save(update_fields=["danger", "phone"])
    referral.danger = answer
    if left and said_of_number(referral.person_id, left) is not Safe.NO:
        referral.phone = left
    referral.save(update_fields=["danger", "phone"])
    record(
        DangerAnswered(
            subject_id=referral.pk,
            person_id=referral.person_id,
            service_id=referral.service_id,
            practice_id=referral.practice_id,
            answer=answer,
            unanswered=unanswered,
        )
    )
