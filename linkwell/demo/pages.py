"""The demo's switch: who to be, without a password."""

from dataclasses import dataclass
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from linkwell.access.models import User
from linkwell.demo import cast
from linkwell.demo.seed import entry_link, own_link
from linkwell.web import plain
from linkwell.web.doors import keep_link
from linkwell.web.idle import open_when_locked
from linkwell.web.pages import PageData, render
from linkwell.web.sign_in.second_factor import sign_in_for_demo


@dataclass(frozen=True)
class Somebody:
    """One of the cast; without a key there is no page of theirs to open."""

    key: str
    name: str
    called: str
    line: str


@dataclass(frozen=True)
class Group:
    title: str
    people: tuple[Somebody, ...]


@dataclass(frozen=True, kw_only=True)
class SwitchPage(PageData):
    template: ClassVar[str] = "demo/switch.jinja"

    groups: tuple[Group, ...]
    count: int
    playable: int
    directory: str


@require_safe
@open_when_locked
def switch(request: HttpRequest) -> HttpResponse:
    groups = tuple(
        Group(title, tuple(_somebody(*entry) for entry in entries))
        for title, entries in cast.groups()
    )
    page = SwitchPage(
        title="Choose who to be",
        groups=groups,
        count=sum(len(group.people) for group in groups),
        playable=sum(bool(one.key) for group in groups for one in group.people),
        directory=reverse("find"),
    )
    return render(request, page)


@require_POST
@open_when_locked
def be(request: HttpRequest, key: str) -> HttpResponse:
    """Become that member of the cast, and go to their first page."""
    if key in cast.STAFF:
        sign_in_for_demo(request, User.objects.get(email=cast.STAFF[key].email))
    elif key in _PEOPLE:
        request.session.flush()
        keep_link(request, own_link(_PEOPLE[key]))
    elif key in cast.ENTRIES:
        request.session.flush()
        keep_link(request, entry_link(cast.ENTRIES[key]))
    else:
        return plain.not_there()
    return redirect("start")


def _somebody(key: str | None, name: str, line: str) -> Somebody:
    return Somebody(key or "", name, _called(name), line)


_PEOPLE = {person.key: person for person in cast.PEOPLE if person.line}


def _called(name: str) -> str:
    """How a button names somebody: Nadia; Dr Osei."""
    words = name.split()
    return f"{words[0]} {words[-1]}" if words[0] == "Dr" else words[0]
