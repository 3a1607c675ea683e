"""The verbs of measures and pulses."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from linkwell.access.actions import action
from linkwell.access.links import NewLink, make_link, revoke_links_of
from linkwell.access.rules import Actor, ActorKind, LinkPurpose, Permission
from linkwell.cases.models import Case
from linkwell.cases.queries import must_not_have_stopped
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, NotThere, WrongState
from linkwell.kernel.ids import new_id
from linkwell.measures.events import (
    HappenedFirst,
    MeasureAnswered,
    MeasureOffered,
    PulsesAnswered,
    PulsesDrawn,
    PulsesOffered,
)
from linkwell.measures.models import Answer, Asking, Happened, PulseAnswer
from linkwell.measures.packs import PULSE, packs
from linkwell.measures.queries import sheet_out
from linkwell.measures.rules import (
    LINK_LASTS,
    Happening,
    Offered,
    Stage,
    draw,
    due_pulses,
    read_answers,
)
from linkwell.messages.actions import queue_message
from linkwell.people.rules import Channel


@action(Permission.FOLLOW_UP)
def note_happened(case_id: UUID, what: Happening, *, by: Actor) -> None:
    """There is a plan, or they got there: from the next talk on pulses about it are due."""
    case: Case = Case.objects.locked(case_id)
    row = Happened(person_id=case.person_id, service_id=case.service_id, case=case, what=what)
    row.save(force_insert=True)
    record(HappenedFirst(**_about(row), what=what))


def draw_pulses(case: Case, contact_no: int) -> Asking | None:
    """Draw two due pulses after a talk. Inside an action; None when fewer than one is due."""
    happened = list(Happened.objects.filter(case=case).values_list("what", flat=True))
    last = Asking.objects.filter(case=case, pack=PULSE).order_by("-made_at").first()
    asking_id = new_id()
    due = due_pulses(contact_no, happened=happened, last_time=last.items if last else ())
    items = draw(due, seed=asking_id)
    if not items:
        return None
    asking = Asking(
        id=asking_id,
        person_id=case.person_id,
        service_id=case.service_id,
        case=case,
        pack=PULSE,
        items=list(items),
        contact_no=contact_no,
    )
    asking.save(force_insert=True)
    record(PulsesDrawn(**_about(asking), case_id=case.pk, contact_no=contact_no))
    return asking


@action(Permission.TALK)
def offer_measure(case_id: UUID, pack: str, *, stage: Stage, how: Offered, by: Actor) -> Asking:
    """Offer a set of questions by name."""
    case: Case = Case.objects.locked(case_id)
    must_not_have_stopped(case)  # after an ordinary end they may be asked how things are
    if pack == PULSE or pack not in packs():
        raise NotThere
    asking = Asking(
        person_id=case.person_id,
        service_id=case.service_id,
        case=case,
        pack=pack,
        stage=stage,
        items=[item.id for item in packs()[pack].items],
        offered=how,
        offered_at=clock.now(),
    )
    asking.save(force_insert=True)
    record(MeasureOffered(**_about(asking), case_id=case_id, stage=stage, how=how))
    return asking


@dataclass(frozen=True)
class Texting:
    """What goes by text: `{link}` stands where the address does. `origin`: our own address."""

    body: str
    address: str  # of the questions, with {token}


@action(Permission.TALK)
def open_questions(
    asking_id: UUID, *, how: Offered, by: Actor, texting: Texting | None = None
) -> NewLink:
    """A short link that opens these questions once and leads nowhere else.

    By text it goes as a message, if it may; on paper and on the screen it is told here, once.
    WrongState when they have been answered; NotThere for pulses on paper (`print_pulses`).
    """
    asking = _offered(asking_id, how)
    if asking.pack == PULSE and how is Offered.PAPER:
        raise NotThere
    link = make_link(
        LinkPurpose.SURVEY,
        person_id=asking.person_id,
        service_id=asking.service_id,
        expires_at=clock.now() + LINK_LASTS[how],
        about_id=asking.pk,
    )
    if texting is not None:
        queue_message(
            cause=link.id,
            kind="questions",
            person_id=asking.person_id,
            service_id=asking.service_id,
            channel=Channel.TEXT,
            to_person=True,
            body=texting.body,
            link=texting.address.replace("{token}", link.token),
            about_id=asking.pk,
            by=by,
        )
    return link


@action(Permission.TALK)
def print_pulses(asking_id: UUID, *, by: Actor) -> Asking:
    """An empty sheet of pulses. No address stands on it: whoever prints it could answer there.

    WrongState when they have been answered.
    """
    asking = _offered(asking_id, Offered.PAPER)
    if asking.pack != PULSE:
        raise NotThere
    return asking


def _offered(asking_id: UUID, how: Offered) -> Asking:
    """These questions come to the person in this way, and in no other any more."""
    asking: Asking = Asking.objects.locked(asking_id)
    if asking.answered_at is not None:
        raise WrongState("These questions have been answered already.")
    must_not_have_stopped(asking.case)
    revoke_links_of(asking.person_id, LinkPurpose.SURVEY, about_id=asking.pk)
    asking.offered, asking.offered_at = how, clock.now()
    asking.save(update_fields=["offered", "offered_at"])
    if asking.pack == PULSE:
        record(PulsesOffered(**_about(asking), case_id=asking.case_id, how=how))
    return asking


@action(Permission.SAY)
def answer(asking_id: UUID, answers: Mapping[str, int | None], *, by: Actor) -> None:
    """Write the answers down, once. None is "rather not".

    Pulses are answered by the person's own link, or typed in from paper by a supervisor whom they
    are not about (`may_type_in`); whoever else works here gets NotThere.
    """
    asking: Asking = Asking.objects.locked(asking_id)
    if asking.pack == PULSE and by.kind is not ActorKind.LINK:
        sheet_out(asking_id, by=by)
    if asking.answered_at is not None:
        raise WrongState("These questions have been answered already.")
    try:
        said = read_answers(packs()[asking.pack], asking.items, answers)
    except ValueError as fault:
        raise InputAtFault(str(fault)) from None
    asking.answered_at = clock.now()
    asking.save(update_fields=["answered_at"])
    if asking.pack == PULSE:
        _keep_pulses(asking, said)
    else:
        _keep_answers(asking, said)


def _keep_pulses(asking: Asking, said: Mapping[str, int | None]) -> None:
    for item, score in said.items():
        PulseAnswer(
            person_id=asking.person_id,
            service_id=asking.service_id,
            item=item,
            score=score,
            contact_no=asking.contact_no or 0,
        ).save(force_insert=True)
    record(PulsesAnswered(**_about(asking), case_id=asking.case_id))


def _keep_answers(asking: Asking, said: Mapping[str, int | None]) -> None:
    for item, value in said.items():
        Answer(
            person_id=asking.person_id,
            service_id=asking.service_id,
            asking_id=asking.pk,
            item=item,
            value=value,
        ).save(force_insert=True)
    refused = sum(value is None for value in said.values())
    record(
        MeasureAnswered(
            **_about(asking),
            case_id=asking.case_id,
            stage=Stage(asking.stage),
            answered=len(said) - refused,
            refused=refused,
        )
    )


def _about(row: Asking | Happened) -> dict[str, UUID]:
    return {
        "subject_id": row.pk,
        "person_id": row.person_id,
        "service_id": row.service_id,
    }
