"""The verbs of a case: open, begin, hold, pause, resume, plan its end, close, reopen, hand over.

And what is given while it is open, and never after: a page of their own, a word for somebody else.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from linkwell.access.actions import action, decide_alone_about, end_caseload, take_onto_caseload
from linkwell.access.links import close_links_about, make_link, revoke_links_of
from linkwell.access.models import Membership
from linkwell.access.queries import holder_of, membership_in
from linkwell.access.rules import TEAM, Actor, LinkPurpose, Permission, Role
from linkwell.cases.events import (
    CaseBegun,
    CaseClosed,
    CaseHandedOver,
    CaseHeld,
    CaseOpened,
    CasePaused,
    CaseReopened,
    CaseResumed,
    DangerWatched,
    EndPlanned,
    RiskMarked,
    RiskSettled,
)
from linkwell.cases.models import Case
from linkwell.cases.queries import (
    danger_is_known,
    has_stopped,
    must_not_have_stopped,
    open_case_and_holder,
)
from linkwell.cases.rules import (
    CASE,
    FOR_GOOD,
    Because,
    CaseState,
    may_close,
    may_reopen,
    review_by,
)
from linkwell.consent.actions import note_consent
from linkwell.consent.queries import has_withdrawn
from linkwell.consent.rules import HowAsked, Purpose, Said
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, WrongState
from linkwell.kernel.events import DomainEvent
from linkwell.people.events import ProxyNamed
from linkwell.people.models import Person, Proxy
from linkwell.people.queries import names_of
from linkwell.people.rules import ProxyScope, is_good_word
from linkwell.tasks.actions import give_tasks

LONGEST_PROXY = timedelta(days=366)
OWN_PAGE_FOR = timedelta(days=180)

GUESSED = "Agree on a word of at least four letters that is nobody’s name"
DANGER_IS_OPEN = (
    "An alert or a safeguarding concern is open about them. Somebody must say that they have the"
    " alert; a supervisor closes the concern, and says whether the danger is over."
)


def open_case(
    *,
    person_id: UUID,
    service_id: UUID,
    referral_id: UUID,
    holder: Membership,
    at_risk: bool = False,
) -> Case:
    """Begin an episode, held by one member. Part of accepting a referral.

    What is open about them, as their cases before know, this one knows from its beginning: danger
    that no supervisor has settled is open still.
    """
    before = Case.objects.filter(person_id=person_id).order_by("-opened_at", "-id").first()
    danger_open = before is not None and before.danger_open
    case = Case(
        person_id=person_id,
        service_id=service_id,
        referral_id=referral_id,
        holder=holder,
        at_risk=at_risk or danger_open or danger_is_known(person_id),
        danger_open=danger_open,
    )
    case.save(force_insert=True)
    _tell(CaseOpened, case, holder_id=holder.pk)
    return case


@action(Permission.FOLLOW_UP)
def begin(case_id: UUID, *, by: Actor) -> Case:
    """The first talk has happened. Raises WrongState when it was said before."""
    case = _move(case_id, "begun")
    _tell(CaseBegun, case)
    return case


@action(Permission.CLOSE_CASE)
def hold(case_id: UUID, *, until: date, by: Actor) -> Case:
    """Keep somebody steady while something has a queue; look again on a day within four weeks."""
    case = _move(case_id, "held", review_on=_review(until))
    _tell(CaseHeld, case, review_on=until)
    return case


@action(Permission.CLOSE_CASE)
def pause(case_id: UUID, *, until: date, by: Actor) -> Case:
    """Stop for a while, as the person wishes; look again on a day within four weeks."""
    case = _move(case_id, "paused", review_on=_review(until))
    _tell(CasePaused, case, review_on=until)
    return case


@action(Permission.CLOSE_CASE)
def resume(case_id: UUID, *, by: Actor) -> Case:
    """Go on after holding or a pause."""
    case = _move(case_id, "resumed", review_on=None)
    _tell(CaseResumed, case)
    return case


@action(Permission.CLOSE_CASE)
def plan_end(case_id: UUID, *, on: date, by: Actor) -> Case:
    """Agree with the person when this ends, ahead of the day."""
    case: Case = Case.objects.locked(case_id)
    if case.state == CaseState.CLOSED:
        raise WrongState("This case has ended already.")
    if on < clock.today():
        raise InputAtFault("Choose a day that is still to come")
    case.planned_end = on
    case.save(update_fields=["planned_end"])
    _tell(EndPlanned, case, on=on)
    return case


@action(Permission.CLOSE_CASE)
def close(case_id: UUID, *, because: Because, by: Actor) -> Case:
    """End an episode. While danger or safeguarding is open only a supervisor may.

    For good it ends only where a death or a withdrawal is written down: no way round that rule.
    """
    case: Case = Case.objects.locked(case_id)
    if because in FOR_GOOD and not has_stopped(case):
        raise WrongState("Write down first that they have died, or take back their consent.")
    at_risk = case.at_risk or case.danger_open
    if not may_close(because, at_risk=at_risk, supervisor=Role.SUPERVISOR in by.roles()):
        raise WrongState("Danger or safeguarding is open here, so a supervisor decides.")
    case = _move(
        case_id, "closed", review_on=None, closed_at=clock.now(), closed_because=str(because)
    )
    _tell(CaseClosed, case, because=because, colleague_id=_colleague(case, by))
    if because in FOR_GOOD:  # whoever was making one held the case until now
        close_links_about(case.person_id)
    return case


def _colleague(case: Case, by: Actor) -> UUID | None:
    """The membership of whoever acts, where somebody else holds the case."""
    theirs = [one.id for one in by.memberships if one.organisation_id == case.service_id]
    return None if case.holder_id in theirs else next(iter(theirs), None)


@action(Permission.CLOSE_CASE)
def reopen(case_id: UUID, *, by: Actor) -> Case:
    """They came back: the same episode goes on, with whoever held it, or holds them since."""
    case: Case = Case.objects.select_related("holder").locked(case_id)
    decide_alone_about(case.person_id)  # one story is opened at one moment
    person: Person = Person.objects.one(case.person_id)
    must_not_have_stopped(case)
    died = person.died_on is not None
    if case.state == CaseState.CLOSED and not may_reopen(Because(case.closed_because), died=died):
        raise WrongState("This ended for good.")
    if case.state == CaseState.CLOSED and open_case_and_holder(case.person_id):
        raise WrongState("They are back already: a newer story of theirs is open.")
    holder = holder_of(case.person_id, else_=case.holder)
    at_risk = danger_is_known(case.person_id)
    case = _move(
        case_id, "reopened", closed_at=None, closed_because="", holder=holder, at_risk=at_risk
    )
    _tell(CaseReopened, case, holder_id=case.holder_id)
    return case


@action(Permission.TALK)
def agree_anew(case_id: UUID, *, how: HowAsked, practice: bool, by: Actor) -> None:
    """They took back their consent, came back, were asked anew and said yes: messages go again.

    `practice`: that the practice hears what came of it too. A no is `consent.withdraw`. WrongState
    where nothing was taken back, or has been since this case was opened.
    """
    case = open_case_of(case_id)
    if not has_withdrawn(case.person_id):
        raise WrongState("They have been asked already.")
    if how is HowAsked.NOT_ASKED:
        raise InputAtFault("Say how you asked them")
    also = (Purpose.TELL_PRACTICE,) if practice else ()
    for purpose in (Purpose.KEEP_RECORD, *also):
        note_consent(case.person_id, case.service_id, purpose, Said.YES, how, by=by)


def open_case_of(case_id: UUID) -> Case:
    """The case, locked, for a verb that begins or writes something. Inside an action.

    WrongState once it has ended, they have died, or they took back their consent.
    """
    case: Case = Case.objects.locked(case_id)
    must_not_have_stopped(case)  # the case itself ends a moment later
    if case.state == CaseState.CLOSED:
        raise WrongState("This case has ended. Open it again first.")
    return case


@action(Permission.CLOSE_CASE)
def hand_over(case_id: UUID, *, to: UUID, by: Actor) -> Case:
    """Give an open case to another link worker of the service, by her membership."""
    case: Case = Case.objects.locked(case_id)
    membership_in(by, case.service_id, *TEAM)
    member = Membership.objects.filter(
        pk=to, organisation_id=case.service_id, role=Role.LINK_WORKER, ended_at=None
    ).first()
    if member is None or case.state == CaseState.CLOSED:
        raise WrongState("That colleague cannot take this over.")
    if case.holder_id == member.pk:
        raise WrongState("It is with them already.")
    case.holder = member
    case.save(update_fields=["holder"])
    give_tasks(case.person_id, member.pk)
    take_onto_caseload(case.person_id, service_id=case.service_id, member=member)
    _tell(CaseHandedOver, case, holder_id=member.pk)
    end_caseload(case.person_id, but=member)  # last: whoever gave it away sees nothing from here
    return case


@action(Permission.CLOSE_CASE)
def mark_at_risk(case_id: UUID, *, by: Actor) -> None:
    """Danger or safeguarding is open: the case does not end without a supervisor, and nobody else
    says that the danger is over."""
    case: Case = Case.objects.locked(case_id)
    case.at_risk = True
    case.save(update_fields=["at_risk"])
    _tell(RiskMarked, case)


@action(Permission.CLOSE_CASE)
def watch_danger(case_id: UUID, *, is_open: bool, by: Actor) -> None:
    """Whether an alert or a concern is open, for who may not read it: safety says so."""
    case: Case = Case.objects.locked(case_id)
    case.danger_open = is_open
    case.save(update_fields=["danger_open"])
    _tell(DangerWatched, case, is_open=is_open)


def settle_risk(case: Case) -> None:
    """A supervisor has looked, and no danger is open. Part of saying so, in an action of safety
    that holds the case. Refused while safety says that something is open."""
    if case.danger_open:
        raise WrongState(DANGER_IS_OPEN)
    case.at_risk = False
    case.save(update_fields=["at_risk"])
    _tell(RiskSettled, case)


@action(Permission.TALK)
def give_own_page(case_id: UUID, *, word: str, by: Actor) -> str:
    """A link to the person's own page, guarded by a word agreed in a talk. Its token, told once.

    Earlier links of theirs close. InputAtFault for a word that others could guess.
    """
    case = open_case_of(case_id)
    person: Person = Person.objects.one(case.person_id)
    if not is_good_word(word, *names_of(person)):
        raise InputAtFault(GUESSED)
    revoke_links_of(person.pk, LinkPurpose.SELF)
    link = make_link(
        LinkPurpose.SELF,
        person_id=person.pk,
        service_id=person.service_id,
        expires_at=clock.now() + OWN_PAGE_FOR,
        word=word,
    )
    return link.token


@action(Permission.HARD_DAY)
def name_proxy(
    case_id: UUID,
    *,
    name: str,
    relation: str,
    scope: Iterable[ProxyScope],
    ends_on: date,
    phone: str = "",
    word: str = "",
    by: Actor,
) -> tuple[Proxy, str]:
    """Somebody speaks for the person, in these things, until a day; and their link's token, if any.

    A link is made where they may see the plan; `word` is its second fact, and InputAtFault where
    others could guess it. They never see restricted entries: no link does.
    """
    case, chosen = open_case_of(case_id), sorted(set(scope))
    person: Person = Person.objects.one(case.person_id)
    if not chosen:
        raise InputAtFault("Choose what they may do")
    if ProxyScope.PLAN in chosen and not is_good_word(word, *names_of(person), *name.split()):
        raise InputAtFault(GUESSED)
    if not clock.today() < ends_on <= clock.today() + LONGEST_PROXY:
        raise InputAtFault("Choose a last day within a year from now")
    about = {"person_id": case.person_id, "service_id": case.service_id}
    link = None
    if ProxyScope.PLAN in chosen:
        until = clock.end_of(ends_on)
        link = make_link(LinkPurpose.PROXY, **about, expires_at=until, word=word)
    proxy = Proxy(
        **about, name=name, relation=relation, phone=phone, scope=chosen, began_on=clock.today(),
        ends_on=ends_on, link_id=link.id if link else None,
    )  # fmt: skip
    proxy.save(force_insert=True)
    record(ProxyNamed(subject_id=case.person_id, **about, scopes=len(chosen), ends_on=ends_on))
    return proxy, link.token if link else ""


def _move(case_id: UUID, move: str, **changes: Any) -> Case:
    case: Case = Case.objects.locked(case_id)
    case.state = CASE.after(CaseState(case.state), move)
    for name, value in changes.items():
        setattr(case, name, value)
    case.save(update_fields=["state", *changes])
    return case


def _review(until: date) -> date:
    """The day of the next look; within four weeks, so that nobody is forgotten."""
    today = clock.today()
    if not today < until <= review_by(today):
        raise InputAtFault("Choose a day within the next four weeks")
    return until


def _tell(event: type[DomainEvent], case: Case, **data: Any) -> None:
    record(event(subject_id=case.pk, person_id=case.person_id, service_id=case.service_id, **data))
