"""Lists that come in: brought, looked at first, brought in, and told of record by record."""

import csv
import io
from collections.abc import Callable, Iterator
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.rules import Actor, Role
from linkwell.directory import incoming
from linkwell.directory.actions.bringing import (
    Brought,
    begin_list,
    bring_list,
    stop_list,
)
from linkwell.directory.brought import (
    ask_again,
    list_import,
    recent,
    same_that_waits,
    told_of,
    whose_lists,
)
from linkwell.directory.feeds import Format, is_feed
from linkwell.directory.going_on import wake
from linkwell.directory.importing import STANDARDS
from linkwell.directory.imports import ListImport
from linkwell.directory.previews import LOOKED_AT, is_read_by_mapping, mapping_for, table_in
from linkwell.directory.reading import read_sheet
from linkwell.directory.remote import asked_for
from linkwell.directory.rows import STRANGERS
from linkwell.directory.rules import Closing
from linkwell.kernel.errors import InputAtFault, WrongState
from linkwell.web.doors import page
from linkwell.web.manager.list_forms import TOO_LARGE, NewListForm
from linkwell.web.manager.list_pages import ListsPage, NewListPage
from linkwell.web.manager.list_shown import of_list, row_of
from linkwell.web.nav import nav_for
from linkwell.web.pages import PageData
from linkwell.web.uploads import LIST_MOST

CURATORS = (Role.SUPERVISOR, Role.MANAGER)
HERE = "entries-waiting"
_AWAY = "Put away by {name}. Nothing more of it comes in."


@page(*CURATORS)
def lists(request: HttpRequest, actor: Actor) -> ListsPage:
    return ListsPage(
        title="Lists that come in",
        nav=nav_for(actor, HERE),
        rows=tuple(map(row_of, recent())),
        new=reverse("list-new"),
        back=reverse("entries-waiting"),
    )


@page(*CURATORS, methods=("GET", "POST"))
def new(request: HttpRequest, actor: Actor) -> PageData | HttpResponse:
    """A file or an address: nothing of it comes in before somebody has looked."""
    sent = request.method == "POST"
    form = NewListForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        or_loopback=settings.FEED_ALLOW_LOOPBACK,
    )
    if sent and int(request.META.get("CONTENT_LENGTH") or 0) > LIST_MOST:
        form.add_error("file", TOO_LARGE)
    if sent and form.is_valid():
        try:
            return redirect("list", import_id=_brought(form, actor).pk)
        except InputAtFault as fault:
            form.add_error("file" if form.cleaned_data["file"] else "address", fault.sentence)
    return NewListPage(
        title="Bring in a list",
        nav=nav_for(actor, HERE),
        form=form,
        known=whose_lists(),
        back=reverse("lists"),
    )


def _brought(form: NewListForm, actor: Actor) -> ListImport:
    said = form.cleaned_data
    closing = Closing(said["closing"])
    if said["file"] is None:
        row = bring_list(asked_for(said["publisher"], said["address"], closing=closing), by=actor)
        wake(row.pk)
        return row
    data = said["file"].read()
    is_standard = is_feed(data, Format.AUTO)
    if not is_standard:
        read_sheet(data, room=STRANGERS, first=LOOKED_AT)  # raises what is wrong with it
    brought = Brought(
        publisher=said["publisher"],
        source=said["file"].name or "a file",
        digest=sha256(data).hexdigest(),
        closing=closing,
        read_first=is_standard,
    )
    if (same := same_that_waits(brought)) is not None:
        return same  # pressed twice
    row = bring_list(brought, by=actor)
    incoming.keep(row.pk, incoming.LIST, data)
    if is_standard:
        wake(row.pk)
    return row


@page(*CURATORS)
def shown(request: HttpRequest, actor: Actor, import_id: UUID) -> PageData | HttpResponse:
    """Whatever it is at: on its way, waiting for somebody to look, in, or stopped."""
    row = list_import(import_id)
    if "download" in request.GET:
        return _as_csv(row)
    found = of_list(row, nav=nav_for(actor, HERE))
    return found if found is not None else redirect("list-columns", import_id=row.pk)


def _done(
    request: HttpRequest, import_id: UUID, act: Callable[[], object], said: str
) -> HttpResponse:
    try:
        act()
        if said:
            messages.success(request, said)
    except (InputAtFault, WrongState) as fault:
        messages.warning(request, f"{fault.sentence.rstrip('.')}.")
    return redirect("list", import_id=import_id)


@page(*CURATORS, methods=("POST",))
def bring(request: HttpRequest, actor: Actor, import_id: UUID) -> HttpResponse:
    """Its records come in from now on, in the worker."""
    row = list_import(import_id)

    def begin() -> None:
        if is_read_by_mapping(row):
            mapping = mapping_for(row, table_in(row))
            if mapping is None:
                raise InputAtFault("Say first what its columns are")
            begin_list(row.pk, spec=dict(mapping.data), mapping=mapping.name, by=actor)
        else:
            begin_list(row.pk, mapping=STANDARDS, by=actor)
        wake(row.pk)

    return _done(request, import_id, begin, "")


@page(*CURATORS, methods=("POST",))
def away(request: HttpRequest, actor: Actor, import_id: UUID) -> HttpResponse:
    """Nothing more of it comes in; what is in stays."""
    row = list_import(import_id)

    def stop() -> None:
        stop_list(row.pk, _AWAY.format(name=actor.name), by=actor)
        incoming.forget(row.pk)

    return _done(request, import_id, stop, "It is put away.")


@page(*CURATORS, methods=("POST",))
def again(request: HttpRequest, actor: Actor, import_id: UUID) -> HttpResponse:
    """What stands at its address now."""
    row = bring_list(ask_again(list_import(import_id)), by=actor)
    wake(row.pk)
    return redirect("list", import_id=row.pk)


def _as_csv(row: ListImport) -> HttpResponse:
    """What there is to say of each record, as a sheet."""
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(["line", "what", "sentence", "entry"])
    sheet.writerows(_cells(row))
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="list-{row.made_at:%Y-%m-%d}.csv"'
    return answer


def _cells(row: ListImport) -> Iterator[tuple[str, ...]]:
    for told in told_of(row):
        href = reverse("entry", args=[told.service_id]) if told.service_id else ""
        entry = f"{settings.ORIGIN}{href}" if href else ""
        yield str(told.line or ""), told.kind, harmless(told.sentence), entry


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: it comes from somebody's sheet."""
    return f"'{cell}" if cell.lstrip()[:1] in tuple("=+-@") or cell[:1] in "\t\r" else cell
