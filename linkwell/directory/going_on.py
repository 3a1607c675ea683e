"""Lists go on in the worker: fetched or read, then, once somebody has looked and pressed, brought
in. What a killed worker or command left is taken up again."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, transaction
from procrastinate.contrib.django import app as jobs
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.job_context import JobContext

from linkwell.access.rules import operator
from linkwell.directory import incoming
from linkwell.directory.actions.bringing import stop_list
from linkwell.directory.alone import alone_if_free
from linkwell.directory.brought import under_way
from linkwell.directory.fetching import Fetcher
from linkwell.directory.importing import PutDown
from linkwell.directory.imports import ListImport
from linkwell.directory.remote import begun, fetched, go_on_with, looked_into
from linkwell.directory.rules import ListState
from linkwell.kernel.errors import InputAtFault, WrongState

BY = operator("lists")
_LISTS = " lists"  # no publisher is called so
_BROKE = "Something of ours went wrong. Bring it in again."
_FORGOTTEN = "Nobody decided about it for a week, and the file was removed."


def wake(import_id: UUID) -> None:
    """Have the worker go on with it, once this transaction commits.

    The job holds no lock of the queue’s: that of a killed worker would keep it.
    """
    try:
        with transaction.atomic():
            _list_job.configure(queueing_lock=f"list {import_id}").defer(import_id=str(import_id))
    except AlreadyEnqueued:
        return  # somebody has asked for it


@jobs.task(name="list", queue="lists", pass_context=True)
def _list_job(context: JobContext, *, import_id: str) -> None:
    go_on(UUID(import_id), told_to_stop=context.should_abort)


def go_on(import_id: UUID, *, told_to_stop: Callable[[], bool] = lambda: False) -> None:
    """Whatever is next for this list; nothing, where somebody else is at it, or a worker at another
    list: there is more to do than lists."""
    row = ListImport.objects.filter(pk=import_id).first()
    if row is None:
        return
    with alone_if_free(_LISTS) as no_other, alone_if_free(row.publisher) as free:
        row.refresh_from_db()
        if not (free and no_other and _is_under_way(import_id)):
            return
        try:
            _next_of(row, told_to_stop)
        except PutDown:
            return  # the next worker goes on
        except InputAtFault as fault:
            _stopped(import_id, fault.sentence)
        except (OperationalError, WrongState):
            raise  # it is taken up again, or somebody has stopped it
        except Exception:  # not again and again
            _stopped(import_id, _BROKE)
            raise


def _next_of(row: ListImport, told_to_stop: Callable[[], bool]) -> None:
    feed = None
    if row.state == ListState.FETCHING:
        get = Fetcher(or_loopback=settings.FEED_ALLOW_LOOPBACK).get
        row, feed = fetched(row, get, by=BY) if row.sealed else looked_into(row, by=BY)
    if row.state == ListState.WAITING:
        if not row.by_operator:
            return  # somebody looks at it first
        row = begun(row, None, BY)
    go_on_with(row, feed, by=BY, beside=False, told_to_stop=told_to_stop)


def _is_under_way(import_id: UUID) -> bool:
    return ListImport.objects.filter(under_way(), pk=import_id).exists()


def _stopped(import_id: UUID, sentence: str) -> None:
    if _is_under_way(import_id):
        stop_list(import_id, sentence, by=BY)
        incoming.forget(import_id)


def take_up(now: datetime) -> None:
    """Done by the worker again and again: lists that were broken off go on, and what nobody has
    decided about for a week is removed."""
    for import_id in incoming.forget_old(now):
        row = ListImport.objects.filter(pk=import_id).first()
        if row is not None and row.state == ListState.WAITING:
            stop_list(import_id, _FORGOTTEN, by=BY)
    rows = ListImport.objects.filter(under_way()).order_by("made_at")
    for import_id in rows.values_list("pk", flat=True):
        wake(import_id)
