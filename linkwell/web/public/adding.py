"""A group that is in no list, told in a minute: by a link worker at once, by anybody else for a
curator to read first. The organiser's number is for link workers alone."""

from dataclasses import dataclass
from typing import Any, ClassVar

from allauth.core.ratelimit import consume
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.rules import TEAM, Actor, ActorKind, system_actor
from linkwell.directory.actions.adding import Told, tell_of_group
from linkwell.directory.queries import postcodes
from linkwell.kernel.errors import InputAtFault
from linkwell.web.design.fields import LongText, Phone, Text
from linkwell.web.design.forms import Form
from linkwell.web.doors import actor_of
from linkwell.web.pages import PageData
from linkwell.web.plain import too_often
from linkwell.web.public.door import anybody
from linkwell.web.sign_in.second_factor import second_factor_ready


class AddForm(Form):
    button = "Tell us of it"

    name = Text("What is it called?", missing="Write what it is called", autocomplete="off")
    description = LongText(
        "What happens there?", max_length=1000, rows=3, missing="Write what happens there"
    )
    hours = Text("When?", max_length=300, hint="Such as Thursday 2pm - 4pm")
    postcode = Text("Where? The postcode", max_length=10, width=10, missing="Write its postcode")
    eligibility = Text("Who may come?", max_length=300)
    application_process = Text("How does somebody join?", max_length=300)
    organiser_phone = Phone(
        "The organiser’s number",
        hint="Only link workers see it. It is never published or passed on.",
        autocomplete="off",
    )

    def clean_postcode(self) -> str:
        try:
            place = postcodes().place(self.cleaned_data["postcode"])
        except InputAtFault as fault:
            raise ValidationError(fault.sentence) from None
        if place.point is None:
            raise ValidationError("This postcode is not on our map of Great Britain")
        return place.postcode


@dataclass(frozen=True, kw_only=True)
class AddPage(PageData):
    template: ClassVar[str] = "public/add.jinja"
    audience: ClassVar[str] = "public"

    form: AddForm
    waits: bool  # somebody reads it first
    back: str


@dataclass(frozen=True, kw_only=True)
class AddedPage(PageData):
    template: ClassVar[str] = "public/added.jinja"
    audience: ClassVar[str] = "public"

    again: str
    back: str


@anybody("POST")
def add(request: HttpRequest) -> AddPage | HttpResponse:
    """Seven boxes. Nothing of whoever writes is asked or kept."""
    colleague = _colleague(request)
    form = AddForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if colleague is None and not consume(request, action="add_group"):
            return too_often(request)
        anyone = system_actor("somebody tells us of a group", person_id=None, service_id=None)
        try:
            row = tell_of_group(_told(form.cleaned_data), by=colleague or anyone)
        except InputAtFault as fault:
            form.add_error(fault.where or None, _sentence(fault))
        else:
            if row.service_id is None:
                return redirect("group-told")
            return redirect("entry", service_id=row.service_id)
    return AddPage(
        title="Tell us of a group",
        form=form,
        waits=colleague is None,
        back=reverse("find"),
    )


@anybody()
def added(request: HttpRequest) -> AddedPage:
    again = reverse("add-group")
    return AddedPage(title="Thank you", again=again, back=reverse("find"))


def _told(said: dict[str, Any]) -> Told:
    return Told(**{name: str(said[name] or "") for name in Told.__dataclass_fields__})


def _sentence(fault: InputAtFault) -> str:
    """Without the field, which it stands beside."""
    return fault.sentence.removeprefix(f"{fault.where}: ")


def _colleague(request: HttpRequest) -> Actor | None:
    """A link worker who is signed in; anybody else is anybody."""
    actor = actor_of(request)
    if actor is None or actor.kind is not ActorKind.MEMBER or TEAM.isdisjoint(actor.roles()):
        return None
    return actor if second_factor_ready(request) else None
