"""Questions about options and choices."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from linkwell.connections.models import Account as AccountRow
from linkwell.connections.models import Connection, Disclosure, Intention, Offer, OptionList
from linkwell.connections.rules import (
    Account,
    Answer,
    ConnectionState,
    Going,
    How,
    Line,
    OfferState,
    Partner,
    Question,
    Source,
)
from linkwell.directory.models import Service


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


def offered_names(person_id: UUID) -> dict[UUID, str]:
    """What each offer and connection of somebody is called, by its id, as the directory does."""
    found: dict[UUID, str] = {}
    rows = Offer.objects.filter(person_id=person_id)
    for offer_id, connection_id, name in rows.values_list("pk", "connection__id", "option__name"):
        found[offer_id] = name
        if connection_id is not None:
            found[connection_id] = name
    return found


def option_list(list_id: UUID) -> OptionList:
    """A list as it was shown; NotThere for what the actor may not see."""
    row: OptionList = OptionList.objects.one(list_id)
    return row


def offers_of(shown: OptionList) -> dict[str, Offer]:
    """The offers of a list, by the directory's id of the service."""
    rows = Offer.objects.filter(option_list=shown).select_related("connection")
    return {str(row.option_id): row for row in rows}


def latest_list(case_id: UUID) -> OptionList | None:
    row: OptionList | None = (
        OptionList.objects.filter(case_id=case_id).order_by("-shown_at").first()
    )
    return row


@dataclass(frozen=True)
class Connected:
    """A connection as pages show it, with the directory's present name of what it leads to."""

    connection_id: UUID
    person_id: UUID
    service_id: UUID
    case_id: UUID
    option_id: UUID
    name: str
    organisation: str
    state: ConnectionState
    how: How | None
    chosen_at: datetime
    sent_at: datetime | None
    answered_at: datetime | None
    weeks: int | None
    planned_on: date | None
    attended_on: date | None
    visit: str
    helped: str
    lasts: str


def connections_of(case_id: UUID) -> list[Connected]:
    """Every connection of a case, newest first."""
    rows = Connection.objects.filter(case_id=case_id).order_by("-chosen_at", "-id")
    return [_connected(row) for row in rows.select_related("option__organization")]


def connection(connection_id: UUID) -> Connected:
    """One connection; NotThere for what the actor may not see."""
    return _connected(Connection.objects.select_related("option__organization").one(connection_id))


def intention_of(connection_id: UUID) -> Going | None:
    """What they said last of whether they would like to go; None while they have not."""
    row: Intention | None = (
        Intention.objects.filter(connection_id=connection_id).order_by("at", "id").last()
    )
    return Going(row.going) if row else None


def _connected(row: Connection) -> Connected:
    return Connected(
        connection_id=row.pk,
        person_id=row.person_id,
        service_id=row.service_id,
        case_id=row.case_id,
        option_id=row.option_id,
        name=row.option.name,
        organisation=row.option.organization.name,
        state=ConnectionState(row.state),
        how=How(row.how) if row.how else None,
        chosen_at=row.chosen_at,
        sent_at=row.sent_at,
        answered_at=row.answered_at,
        weeks=row.weeks,
        planned_on=row.planned_on,
        attended_on=row.attended_on,
        visit=row.visit,
        helped=row.helped,
        lasts=row.lasts,
    )


def draft_of(connection_id: UUID) -> dict[str, dict[str, object]]:
    """What was changed of the lines so far, by code of the line."""
    row: Connection = Connection.objects.one(connection_id)
    return dict(row.draft)


def partner_of(option_id: UUID) -> Partner:
    """How the directory says that a service is reached: by the entry that tells of it now."""
    own = Service.objects.select_related("same_as").get(pk=option_id)
    row = own.same_as or own
    return Partner(row.name, row.email, row.phone)


@dataclass(frozen=True)
class Sent:
    """What a partner was sent and what it answered."""

    disclosure_id: UUID
    connection_id: UUID
    partner: str
    asks: str
    to: str
    lines: tuple[tuple[Line, str], ...]
    left_out: tuple[Line, ...]
    sent_at: datetime
    answer: str
    weeks: int | None
    note: str
    answered_at: datetime | None
    recalled: bool
    reach_closed: bool  # how to reach them is shown no more: the partner rings the link worker


def disclosure(disclosure_id: UUID) -> Sent:
    """One disclosure; a partner sees its own, and only that."""
    return _sent(Disclosure.objects.one(disclosure_id))


def disclosures_of(connection_id: UUID) -> list[Sent]:
    """What was sent about a connection, newest first."""
    rows = Disclosure.objects.filter(connection_id=connection_id).order_by("-sent_at", "-id")
    return [_sent(row) for row in rows]


def disclosures_about(person_id: UUID) -> list[Sent]:
    """Everything that was ever sent about somebody, newest first."""
    rows = Disclosure.objects.filter(person_id=person_id).order_by("-sent_at", "-id")
    return [_sent(row) for row in rows]


def _sent(row: Disclosure) -> Sent:
    return Sent(
        disclosure_id=row.pk,
        connection_id=row.connection_id,
        partner=row.partner,
        asks=row.asks,
        to=row.to,
        lines=tuple((Line(one["line"]), one["text"]) for one in row.lines),
        left_out=tuple(map(Line, row.left_out)),
        sent_at=row.sent_at,
        answer=row.answer,
        weeks=row.weeks,
        note=row.note,
        answered_at=row.answered_at,
        recalled=row.recalled_at is not None,
        reach_closed=row.reach_closed_at is not None,
    )


def accounts_of(connection_id: UUID) -> list[Account]:
    """Everything that was said of a connection, oldest first."""
    rows = AccountRow.objects.filter(connection_id=connection_id).order_by("at", "id")
    return [
        Account(Question(row.question), Source(row.source), Answer(row.answer), row.at)
        for row in rows
    ]
