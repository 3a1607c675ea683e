"""The verbs of an option: show a list, choose, refuse, say that nothing suits."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from linkwell.access.actions import action
from linkwell.access.rules import Actor, Permission
from linkwell.cases.actions import open_case_of
from linkwell.cases.models import Case
from linkwell.cases.queries import must_not_have_stopped
from linkwell.connections.actions.moving import about, moved, where
from linkwell.connections.actions.sending import stop
from linkwell.connections.events import (
    ConnectionBegun,
    NothingSuited,
    OptionChosen,
    OptionRefused,
    OptionsShown,
)
from linkwell.connections.models import Connection, Offer, OptionList
from linkwell.connections.rules import OFFER, UNDER_WAY, OfferState, RefusalReason
from linkwell.conversations.actions.talk import nothing_found, something_found
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.kernel.errors import WrongState
from linkwell.safety.actions import heed
from linkwell.safety.rules import SaidIn


@action(Permission.RECORD_CHOICE)
def show_options(
    case_id: UUID, *, asked: Mapping[str, Any], answer: Mapping[str, Any], by: Actor
) -> OptionList:
    """Keep a list as it is about to be shown: what was asked, what was answered, with what weights.

    `answer` is matching's JSON; neither it nor `asked` may hold where the person lives.
    """
    case: Case = Case.objects.locked(case_id)
    must_not_have_stopped(case)
    options = answer["options"]
    shown = OptionList(
        person_id=case.person_id,
        service_id=case.service_id,
        case=case,
        asked=dict(asked),
        answer=dict(answer),
    )
    shown.save(force_insert=True)
    text = str(asked.get("text", ""))
    heed(text, person_id=case.person_id, said_in=SaidIn.SEARCH, about_id=shown.pk, by=by)
    for rank, option in enumerate(options, start=1):
        Offer(
            person_id=case.person_id,
            service_id=case.service_id,
            option_list=shown,
            option_id=UUID(option["service_id"]),
            rank=rank,
        ).save(force_insert=True)
    record(
        OptionsShown(
            **_about(shown), case_id=case_id, considered=answer["considered"], shown=len(options)
        )
    )
    return shown


@action(Permission.RECORD_CHOICE)
def choose(offer_id: UUID, *, by: Actor) -> Offer:
    """The person would like this one."""
    offer = _decide(offer_id, "chosen")
    open_case_of(offer.option_list.case_id)
    record(
        OptionChosen(
            **_about(offer),
            case_id=offer.option_list.case_id,
            directory_service_id=offer.option_id,
            rank=offer.rank,
        )
    )
    something_found(offer.option_list.case_id, _needs(offer.option_list))
    _begin_connection(offer)
    return offer


def _begin_connection(offer: Offer) -> None:
    """Nothing is sent yet: somebody is reminded that it must be, or that they just go."""
    known = Connection.objects.filter(offer=offer).first()
    if known is None:
        connection = Connection(
            person_id=offer.person_id,
            service_id=offer.service_id,
            case_id=offer.option_list.case_id,
            offer=offer,
            option_id=offer.option_id,
        )
        connection.save(force_insert=True)
    else:
        connection = moved(
            known.pk, "chosen_again", ended_at=None, sent_at=None, answered_at=None, weeks=None
        )
    record(ConnectionBegun(**about(connection), **where(connection)))


@action(Permission.RECORD_CHOICE)
def refuse(offer_id: UUID, *, reason: RefusalReason, by: Actor) -> Offer:
    """The person would rather not, for this reason."""
    offer = _decide(offer_id, "refused", reason)
    record(
        OptionRefused(
            **_about(offer),
            case_id=offer.option_list.case_id,
            directory_service_id=offer.option_id,
            rank=offer.rank,
            reason=reason,
        )
    )
    for connection in Connection.objects.filter(offer=offer, state__in=UNDER_WAY):
        stop(connection.pk, reason=reason, by=by)
    return offer


@action(Permission.RECORD_CHOICE)
def nothing_suits(list_id: UUID, *, by: Actor) -> OptionList:
    """Nothing on the list would do: kept, so that the gap is seen, and said of the needs asked for.

    WrongState if it was said before.
    """
    shown: OptionList = OptionList.objects.locked(list_id)
    if shown.nothing_suited_at is not None:
        raise WrongState("That nothing here suits is written down already.")
    shown.nothing_suited_at = clock.now()
    shown.save(update_fields=["nothing_suited_at"])
    record(
        NothingSuited(**_about(shown), case_id=shown.case_id, considered=shown.answer["considered"])
    )
    nothing_found(shown.case_id, _needs(shown))
    return shown


def _needs(shown: OptionList) -> list[str]:
    """The codes of the needs that a list was asked for."""
    return list(shown.asked.get("need", ()))


def _decide(offer_id: UUID, move: str, reason: RefusalReason | None = None) -> Offer:
    offer: Offer = Offer.objects.locked(offer_id)
    offer.state = OFFER.after(OfferState(offer.state), move)
    offer.reason, offer.decided_at = reason or "", clock.now()
    offer.save(update_fields=["state", "reason", "decided_at"])
    return offer


def _about(row: OptionList | Offer) -> dict[str, UUID]:
    return {"subject_id": row.pk, "person_id": row.person_id, "service_id": row.service_id}
