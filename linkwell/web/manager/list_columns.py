"""What the columns of a sheet say, and what their words mean: asked of whoever brings it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.rules import Actor
from linkwell.directory.actions.bringing import read_by
from linkwell.directory.brought import list_import
from linkwell.directory.guessing import (
    FIELDS,
    code_of,
    codes_in,
    columns_of,
    fields_in,
    spec_of,
    values_of,
)
from linkwell.directory.imports import ListImport
from linkwell.directory.previews import mapping_for, table_in
from linkwell.directory.rows import Table
from linkwell.directory.rules import ListState
from linkwell.kernel.errors import InputAtFault, NotThere
from linkwell.web.doors import page
from linkwell.web.manager.list_forms import MOST_COLUMNS, ColumnsForm, WordsForm
from linkwell.web.manager.list_pages import ColumnsPage, WordsPage
from linkwell.web.manager.list_shown import about
from linkwell.web.manager.lists import CURATORS, HERE
from linkwell.web.nav import nav_for
from linkwell.web.pages import PageData


def _waiting(import_id: UUID) -> tuple[ListImport, Table]:
    """A sheet that waits; NotThere where it is anything else by now."""
    row = list_import(import_id)
    try:
        if row.state == ListState.WAITING:
            return row, table_in(row)
    except InputAtFault:
        pass
    raise NotThere


@page(*CURATORS, methods=("GET", "POST"))
def columns(request: HttpRequest, actor: Actor, import_id: UUID) -> PageData | HttpResponse:
    """Each column with its first values, beside what it may say."""
    row, table = _waiting(import_id)
    found = columns_of(table)
    mapping = mapping_for(row, table)
    chosen = fields_in(mapping.data) if mapping else {one.heading: one.guess for one in found}
    needs = mapping.data.get("needs", ()) if mapping else ()
    sent = request.POST if request.method == "POST" else None
    form = ColumnsForm(found, chosen, needs, sent)
    if form.is_bound and form.is_valid():
        try:
            spec = spec_of(row.publisher, form.chosen(), table)
        except InputAtFault as fault:
            form.add_error(None, fault.sentence)
        else:
            spec["needs"] = form.cleaned_data["needs"]
            read_by(row.pk, _with_words(spec, row), row.publisher, by=actor)
            onwards = "list-words" if codes_in(spec) else "list"
            return redirect(onwards, import_id=row.pk)
    over = len(found) - MOST_COLUMNS
    return ColumnsPage(
        title=f"{row.publisher}: what its columns say",
        nav=nav_for(actor, HERE),
        about=about(row),
        form=form,
        left_out=f"{over} columns more are left out." if over > 0 else "",
        back=reverse("lists"),
    )


def _with_words(spec: dict[str, Any], row: ListImport) -> dict[str, Any]:
    """What somebody said of a column's words before still holds."""
    before = row.spec or {}
    for field, columns in codes_in(spec).items():
        said = before.get("codes", {}).get(field)
        if isinstance(said, dict) and said["columns"] == columns:
            spec["codes"][field] = said
    return spec


@page(*CURATORS, methods=("GET", "POST"))
def words(request: HttpRequest, actor: Actor, import_id: UUID) -> PageData | HttpResponse:
    """What stands in columns where the directory needs a code, each beside what it may mean."""
    row, table = _waiting(import_id)
    spec = dict(row.spec or {})
    coded = codes_in(spec)
    if not coded:
        return redirect("list", import_id=row.pk)
    values = {field: values_of(table, headings) for field, headings in coded.items()}
    meant = {field: _meant(spec["codes"][field]) for field in coded}
    form = WordsForm(values, meant, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        said = form.meant()
        codes = {field: code_of(coded[field], said[field]) for field in coded}
        spec["codes"] = {**spec["codes"], **codes}
        read_by(row.pk, spec, row.publisher, by=actor)
        return redirect("list", import_id=row.pk)
    return WordsPage(
        title=f"{row.publisher}: what its words mean",
        nav=nav_for(actor, HERE),
        about=about(row),
        form=form,
        groups=tuple((field, FIELDS[field]) for field in coded),
        back=reverse("list-columns", args=[row.pk]),
    )


def _meant(code: dict[str, Any]) -> dict[str, str]:
    return {word: row["is"] for row in code.get("when", ()) for word in row["words"]}
