"""From event to handler, once. Delivery rows are the truth; procrastinate only wakes them.

A handler runs in one transaction with the mark that it ran, acting for one person as a named
system actor; those of one event share it, unless one fails. A handler must leave the outside world
alone or be idempotent about it. What fails is tried again, then parked for a person; it never
undoes the action it follows from.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.db import connections
from procrastinate.contrib.django import app as jobs

from linkwell.journal.models import Delivery, Event
from linkwell.journal.rules import DELIVERY, DeliveryState, next_attempt
from linkwell.kernel import clock
from linkwell.kernel.events import DomainEvent
from linkwell.tables.writing import writing

log = logging.getLogger(__name__)

Handler = Callable[[Event], None]
ActingFor = Callable[[UUID | None, UUID | None], AbstractContextManager[object]]

# A wake-up that was lost (a killed worker, a rolled-back job row) is made good by the sweep.
OVERDUE = timedelta(seconds=10)


class TryLater(Exception):
    """Raised by a handler whose time has not come; not a failure."""

    def __init__(self, when: datetime) -> None:
        super().__init__("later")
        self.when = when


@dataclass(frozen=True)
class Woken:
    """Deliveries of one event, about one person or nobody."""

    delivery_ids: tuple[UUID, ...]
    person_id: UUID | None
    service_id: UUID | None

    def each(self) -> "list[Woken]":
        return [replace(self, delivery_ids=(one,)) for one in self.delivery_ids]


@dataclass
class _Wiring:
    handlers: dict[str, tuple[Handler, ...]]
    acting_for: ActingFor | None = None


_wiring = _Wiring(handlers={})
_following: ContextVar[list[Woken] | None] = ContextVar("linkwell_following", default=None)


def wire(handlers: Mapping[type[DomainEvent], Iterable[Handler]], *, acting_for: ActingFor) -> None:
    """Say who hears of what. Called once, from `config.wiring`."""
    _wiring.handlers = {event.__name__: tuple(functions) for event, functions in handlers.items()}
    _wiring.acting_for = acting_for


def handler_name(handler: Handler) -> str:
    """`messages.handlers.acknowledge`: stable, since it is stored."""
    return f"{handler.__module__.removeprefix('linkwell.')}.{handler.__name__}"


def enqueue(event: Event) -> None:
    """One due delivery for each handler, woken together when the transaction commits."""
    rows = [
        Delivery(
            event=event,
            handler=handler_name(handler),
            person_id=event.person_id,
            service_id=event.service_id,
        )
        for handler in _wiring.handlers.get(event.name, ())
    ]
    if rows:
        Delivery.objects.bulk_create(rows)
        _wake([row.pk for row in rows], event.person_id, event.service_id)


def _wake(delivery_ids: list[UUID], person_id: UUID | None, service_id: UUID | None) -> None:
    """One job for all that follows from one event; none where a job is doing just that."""
    woken = Woken(tuple(delivery_ids), person_id, service_id)
    following = _following.get()
    if following is not None:
        following.append(woken)
        return
    _delivery_job.defer(
        delivery_ids=[str(one) for one in delivery_ids],
        person_id=_text(person_id),
        service_id=_text(service_id),
    )


@jobs.task(name="deliver", queue="deliveries")
def _delivery_job(
    *, delivery_ids: list[str], person_id: str | None, service_id: str | None
) -> None:
    deliver(Woken(tuple(map(UUID, delivery_ids)), _uuid(person_id), _uuid(service_id)))


def deliver(woken: Woken) -> None:
    """Run these handlers, and then those of the events that they record.

    Whoever is killed in between loses a wake-up, which the sweep makes good.
    """
    waiting = [woken]
    while waiting:
        waiting += _deliver(waiting.pop(0))


@contextmanager
def unwoken() -> Iterator[None]:
    """Inside, no worker is woken: whoever acts runs what follows with `deliver_due`."""
    token = _following.set([])
    try:
        yield
    finally:
        _following.reset(token)


def deliver_due(person_id: UUID, service_id: UUID | None) -> datetime | None:
    """Run what is due about one person; when the next is due, if anything is left."""
    while True:
        with _acting_for(Woken((), person_id, service_id)):
            rows = Delivery.objects.filter(person_id=person_id, state=DeliveryState.DUE)
            left = list(rows.order_by("due_at", "pk").values_list("pk", "event_id", "due_at"))
        due = [row for row in left if row[2] <= clock.now()]
        if not due:
            return left[0][2] if left else None
        for _event, group in groupby(due, key=lambda row: row[1]):
            deliver(Woken(tuple(pk for pk, _, _ in group), person_id, service_id))


def _deliver(woken: Woken) -> list[Woken]:
    """All in one transaction; where one of several fails, each in one of its own."""
    following = list[Woken]()
    token = _following.set(following)
    try:
        _run(woken)
    except Exception as error:
        following.clear()
        if len(woken.delivery_ids) == 1:
            _put_off(woken, error)
            return []
    else:
        return following
    finally:
        _following.reset(token)
    return [one for alone in woken.each() for one in _deliver(alone)]


def _run(woken: Woken) -> None:
    """Unless they are done, parked or in another worker's hands."""
    with _acting_for(woken), writing():
        taken = _take(woken)
        for delivery in taken:
            _handler_of(delivery)(delivery.event)
        if taken:
            Delivery.objects.filter(pk__in=[one.pk for one in taken]).update(
                state=DELIVERY.after(DeliveryState.DUE, "handled"), done_at=clock.now()
            )


def _acting_for(woken: Woken) -> AbstractContextManager[object]:
    if _wiring.acting_for is None:
        raise RuntimeError("Nothing is wired: `config.wiring` has not run.")
    return _wiring.acting_for(woken.person_id, woken.service_id)


def _take(woken: Woken) -> list[Delivery]:
    rows = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).select_related(
        "event"
    )
    return list(rows.filter(pk__in=woken.delivery_ids, state=DeliveryState.DUE).order_by("pk"))


def _handler_of(delivery: Delivery) -> Handler:
    for handler in _wiring.handlers.get(delivery.event.name, ()):
        if handler_name(handler) == delivery.handler:
            return handler
    raise LookupError(delivery.handler)


def _put_off(woken: Woken, error: Exception) -> None:
    with _acting_for(woken), writing():
        for delivery in _take(woken):
            if isinstance(error, TryLater):
                delivery.due_at = error.when
                delivery.save(update_fields=["due_at"])
            else:
                _put_back(delivery, _kind(error))


def _put_back(delivery: Delivery, error: str) -> None:
    log.warning("delivery_failed", extra={"delivery": str(delivery.pk), "error": error})
    delivery.attempts += 1
    delivery.error = error
    when = next_attempt(delivery.attempts, clock.now())
    if when is None:
        delivery.state = DELIVERY.after(DeliveryState(delivery.state), "parked")
    else:
        delivery.due_at = when
    delivery.save(update_fields=["attempts", "error", "due_at", "state"])


def sweep(now: datetime) -> int:
    """Wake every delivery that is overdue; how many there were.

    Finding due work crosses services, so it is done as `bulk`; each is then handled as usual. What
    has a wake-up waiting, or had one just now, gets no second, so that they do not pile up.
    """
    with connections["bulk"].cursor() as cursor:
        cursor.execute(_WAKE_OVERDUE, [now, now - OVERDUE])
        overdue = sorted(cursor.fetchall(), key=str)
    for (_event, person_id, service_id), rows in groupby(overdue, key=lambda row: row[:3]):
        _wake([row[3] for row in rows], person_id, service_id)
    return len(overdue)


def parked() -> list[tuple[str, str, int]]:
    """What is parked, as (handler, kind of error, how many). Asked by the operator, as `bulk`."""
    with connections["bulk"].cursor() as cursor:
        cursor.execute(
            "select handler, error, count(*) from journal_delivery where state = 'parked'"
            " group by 1, 2 order by 1, 2"
        )
        rows: list[tuple[str, str, int]] = cursor.fetchall()
    return rows


def retry_parked(now: datetime) -> int:
    """Try everything that is parked again; how many there were. The sweep wakes them."""
    with connections["bulk"].cursor() as cursor:
        cursor.execute(
            "update journal_delivery set state = %s, attempts = 0, due_at = %s"
            " where state = 'parked'",
            [DELIVERY.after(DeliveryState.PARKED, "retried"), now - OVERDUE],
        )
        return int(cursor.rowcount)


_WAKE_OVERDUE = """
    update journal_delivery set due_at = %s
    where id in (select id from journal_delivery where state = 'due' and due_at <= %s
                 and id::text not in (select jsonb_array_elements_text(args->'delivery_ids')
                                      from procrastinate_jobs where status = 'todo')
                 order by due_at limit 500 for update skip locked)
    returning event_id, person_id, service_id, id
"""


def _kind(error: Exception) -> str:
    return type(error).__name__[:80]


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)


def _uuid(value: str | None) -> UUID | None:
    return None if value is None else UUID(value)
