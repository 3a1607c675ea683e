"""The verbs of feedback: tell the practice, or that it is not to be told; say that it is filed."""

from uuid import UUID

from linkwell.access.actions import action
from linkwell.access.queries import membership_in
from linkwell.access.rules import TEAM, Actor, Permission
from linkwell.cases.models import Case
from linkwell.consent.actions import note_consent
from linkwell.consent.rules import HowAsked, Purpose, Said
from linkwell.feedback.events import PracticeMessageFiled, PracticeTold
from linkwell.feedback.models import PracticeMessage
from linkwell.feedback.queries import may_be_told
from linkwell.feedback.rules import About, Words, checked
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, WrongState
from linkwell.people.models import Person
from linkwell.referrals.models import Referral
from linkwell.safety.actions import heed
from linkwell.safety.rules import SaidIn

NOT_TO_BE_TOLD = "They do not want the practice to be told."


@action(Permission.TALK)
def tell_practice(case_id: UUID, words: Words, *, about: About, by: Actor) -> PracticeMessage:
    """Send the practice that referred what mattered and what was done.

    InputAtFault for more than sixty words; WrongState where the person does not want it told.
    """
    text = checked(words)
    case: Case = Case.objects.locked(case_id)
    if not may_be_told(case.person_id):
        raise WrongState(NOT_TO_BE_TOLD)
    referral: Referral = Referral.objects.one(case.referral_id)
    message = PracticeMessage(
        person_id=case.person_id,
        service_id=case.service_id,
        case=case,
        practice_id=referral.practice_id,
        about=about,
        code=about.snomed,
        text=text,
        written_by=membership_in(by, case.service_id, *TEAM),
    )
    message.save(force_insert=True)
    heed(text, person_id=case.person_id, said_in=SaidIn.PRACTICE, about_id=message.pk, by=by)
    record(
        PracticeTold(
            subject_id=message.pk,
            person_id=case.person_id,
            service_id=case.service_id,
            case_id=case.pk,
            practice_id=referral.practice_id,
            about=about,
            words=words.count(),
        )
    )
    return message


@action(Permission.TALK)
def file(message_id: UUID, *, by: Actor) -> PracticeMessage:
    """It stands in the practice's record now. WrongState when somebody said so before."""
    message: PracticeMessage = PracticeMessage.objects.locked(message_id)
    if message.filed_at is not None:
        raise WrongState("That it is filed is written down already.")
    message.filed_at = clock.now()
    message.save(update_fields=["filed_at"])
    record(
        PracticeMessageFiled(
            subject_id=message.pk,
            person_id=message.person_id,
            service_id=message.service_id,
            case_id=message.case_id,
        )
    )
    return message


@action(Permission.TALK)
def keep_from_practice(case_id: UUID, *, how: HowAsked, by: Actor) -> None:
    """They would rather that the practice does not hear what came of it. `how` they said it.

    WrongState where that is known already, and once they have died.
    """
    case: Case = Case.objects.locked(case_id)
    person: Person = Person.objects.one(case.person_id)
    if person.died_on is not None:
        raise WrongState("They have died: what they say now is not known.")
    if how is HowAsked.NOT_ASKED:
        raise InputAtFault("Say how they said it")
    if not may_be_told(case.person_id):
        raise WrongState("That they do not want the practice to be told is written down already.")
    note_consent(case.person_id, case.service_id, Purpose.TELL_PRACTICE, Said.NO, how, by=by)
