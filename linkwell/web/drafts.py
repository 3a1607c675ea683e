"""From request to draft and back: what is kept of a form, and how its page comes back filled."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TypeVar

from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

from linkwell.access.models import User
from linkwell.access.queries import actor_for
from linkwell.kernel import clock
from linkwell.kernel.errors import NotThere
from linkwell.tables.sealing import unseal
from linkwell.web.actions import KEPT_FOR, drop_drafts, keep_draft
from linkwell.web.design.forms import KEEP, Form
from linkwell.web.models import Draft

MOST_FIELDS, MOST_TEXT = 200, 64_000  # a form that is longer was not written by hand
F = TypeVar("F", bound=Form)


def form_for(request: HttpRequest, form_class: type[F], **options: object) -> F:
    """The form of this page: as sent, else as it was left when the session locked, else new."""
    user = request.user if isinstance(request.user, User) else None
    if request.method == "POST":
        if user:
            drop_drafts(request.path, by=actor_for(user))
        return form_class(request.POST, request.FILES, **options)
    kept = _draft_of(user, request.path) if user else None
    return form_class(**options) if kept is None else form_class.from_draft(kept, **options)


def kept_at(request: HttpRequest) -> datetime | None:
    """When the draft of this page was kept; None without one."""
    path = page_of(request)
    if not is_page(path) or not isinstance(request.user, User):
        return None
    draft = _row(request.user, path)
    return draft.expires_at - KEPT_FOR if draft else None


def forget(request: HttpRequest) -> None:
    """The draft of this page is not wanted any more."""
    if isinstance(request.user, User):
        drop_drafts(request.path, by=actor_for(request.user))


def keep(request: HttpRequest, path: str, *, but: Collection[str] = ()) -> bool:
    """Keep what this POST holds for the page at `path`, but for these fields; False when it holds
    nothing to keep."""
    kept = what_to_keep(request.POST)
    fields = {name: texts for name, texts in kept.items() if name not in but}
    if not fields or not is_page(path) or not isinstance(request.user, User):
        return False
    try:
        keep_draft(path, fields, by=actor_for(request.user))
    except NotThere:
        return False
    return True


def what_to_keep(post: QueryDict) -> Mapping[str, list[str]]:
    """The fields that the form itself named in `_keep`: no passwords, codes, files or tokens."""
    names = " ".join(post.getlist(KEEP)).split()[:MOST_FIELDS]  # of each form on the page
    fields = {name: post.getlist(name) for name in names if name in post}
    size = sum(len(text) for texts in fields.values() for text in texts)
    return fields if size <= MOST_TEXT else {}


def page_of(request: HttpRequest) -> str:
    """The address of the page that a form stood on: it says so itself if it posts elsewhere."""
    return request.POST.get("_page") or request.path


def is_page(path: str) -> bool:
    """An address of ours that may be gone back to."""
    if not path.startswith("/") or len(path) > 500 or not path.isprintable():
        return False
    return url_has_allowed_host_and_scheme(path, None)


def _draft_of(user: User, path: str) -> QueryDict | None:
    draft = _row(user, path)
    text = unseal(draft.sealed) if draft else None
    if text is None:
        return None
    kept = QueryDict(mutable=True)
    for name, values in json.loads(text).items():
        kept.setlist(name, values)
    return kept


def _row(user: User, path: str) -> Draft | None:
    return Draft.objects.filter(user=user, path=path, expires_at__gt=clock.now()).first()
