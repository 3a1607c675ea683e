"""Questions about options and choices."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linkwell.connections.models import Offer, OptionList
from linkwell.connections.rules import OfferState


@dataclass(frozen=True)
class Chosen:
    """An option that the person would like, as the directory names it now."""

    offer_id: UUID
    name: str
    organisation: str
    decided_at: datetime


def chosen_of(case_id: UUID) -> list[Chosen]:
    """What the person chose so far, newest first."""
    rows = (
        Offer.objects.filter(option_list__case_id=case_id, state=OfferState.CHOSEN)
        .select_related("option__organization")
        .order_by("-decided_at", "-id")
    )
    return [
        Chosen(row.pk, row.option.name, row.option.organization.name, row.decided_at)
        for row in rows
    ]


def offered_names(case_id: UUID) -> dict[UUID, str]:
    """What every offer of a case is called, by the offer's id, as the directory names it now."""
    rows = Offer.objects.filter(option_list__case_id=case_id)
    return dict(rows.values_list("pk", "option__name"))


def option_list(list_id: UUID) -> OptionList:
    """A list as it was shown; NotThere for what the actor may not see."""
    row: OptionList = OptionList.objects.one(list_id)
    return row


def offers_of(shown: OptionList) -> dict[str, Offer]:
    """The offers of a list, by the directory's id of the service."""
    return {str(row.option_id): row for row in Offer.objects.filter(option_list=shown)}


def latest_list(case_id: UUID) -> OptionList | None:
    row: OptionList | None = (
        OptionList.objects.filter(case_id=case_id).order_by("-shown_at").first()
    )
    return row
