"""The worker: wakes deliveries, and does what is done again and again.

Losing the database ends no worker: it waits until the database answers and goes on. A job that a
killed worker left half done is done again; deliveries do not mind.
"""

import asyncio
import logging
import signal
from typing import Any

import psycopg
from asgiref.sync import sync_to_async
from django.db import OperationalError, close_old_connections, connections
from procrastinate import App, exceptions
from procrastinate.contrib.django import app as jobs
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector

from linkwell.jobs.schedule import REGULAR, Regular
from linkwell.journal.actions import note_job_run
from linkwell.kernel import clock

log = logging.getLogger(__name__)

_AT_ONCE = 4  # jobs
_BREATH_S = 0.5  # before trying again what failed
_GRACE_S = 10.0  # for jobs under way when told to stop
_LOST = (exceptions.ConnectorException, psycopg.OperationalError, OperationalError)


def work() -> None:
    """Work until SIGTERM or SIGINT."""
    asyncio.run(_until_told())


async def _until_told() -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    doing = [_keep_doing_jobs(stop), *(_keep_repeating(regular, stop) for regular in REGULAR)]
    tasks = [asyncio.create_task(one) for one in doing]
    told = asyncio.create_task(stop.wait())
    await asyncio.wait([told, *tasks], return_when=asyncio.FIRST_COMPLETED)
    stop.set()  # also when one of them failed: the supervisor starts a whole worker again
    await asyncio.gather(*tasks)


async def _keep_doing_jobs(stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            await sync_to_async(_wake_database, thread_sensitive=False)()
            await _do_jobs(stop)
        except _LOST as error:
            log.warning("worker_lost_the_database", extra={"error": type(error).__name__})
        await _pause(stop, _BREATH_S)


def _wake_database() -> None:
    """Return when the database answers. Our own is started where it is down."""
    try:
        connections["default"].ensure_connection()
    finally:
        connections["default"].close()


async def _do_jobs(stop: asyncio.Event) -> None:
    """Do jobs until told to stop, or until the database is lost."""
    app = _listening_app()
    async with app.open_async():
        await _take_up_the_abandoned(app)
        running = asyncio.create_task(
            app.run_worker_async(
                concurrency=_AT_ONCE,
                delete_jobs="successful",
                install_signal_handlers=False,
                shutdown_graceful_timeout=_GRACE_S,
            )
        )
        told = asyncio.create_task(stop.wait())
        await asyncio.wait([running, told], return_when=asyncio.FIRST_COMPLETED)
        told.cancel()
        if not running.done():
            running.cancel()  # lets jobs under way finish
        try:
            await running
        except asyncio.CancelledError:
            if not stop.is_set():
                raise


def _listening_app() -> App:
    """The app with connections of its own, on which it can listen for new jobs.

    `jobs` keeps Django's connection: what a handler enqueues commits with what it wrote.
    """
    parameters: dict[str, Any] = connector_params("default")
    app = App(
        connector=PsycopgConnector(kwargs=parameters, min_size=1, max_size=_AT_ONCE, timeout=5),
        worker_defaults=jobs.worker_defaults,
    )
    app.tasks = jobs.tasks
    app.periodic_registry = jobs.periodic_registry
    return app


async def _take_up_the_abandoned(app: App) -> None:
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)


async def _keep_repeating(regular: Regular, stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            await sync_to_async(_once, thread_sensitive=False)(regular)
        except _LOST as error:
            log.warning(
                "regular_job_lost_the_database",
                extra={"job": regular.name, "error": type(error).__name__},
            )
        except Exception as error:  # one that fails must not end the others
            log.exception(
                "regular_job_failed",
                extra={"job": regular.name, "error": type(error).__name__},
            )
        await _pause(stop, regular.every_s)


def _once(regular: Regular) -> None:
    close_old_connections()
    try:
        regular.run(clock.now())
        note_job_run(regular.name)
    finally:
        close_old_connections()


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    """Sleep, or less when told to stop."""
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
