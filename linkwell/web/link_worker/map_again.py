"""Before the end: who they can turn to, looked at again beside the first map."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.rules import TEAM, Actor
from linkwell.cases.queries import case
from linkwell.conversations.actions.ending import NewName, say_map_again
from linkwell.conversations.models import Supporter
from linkwell.conversations.queries import first_map_at, maps_of, supporters_of
from linkwell.conversations.rules import Ease
from linkwell.conversations.support_map import Named as OnMap
from linkwell.conversations.support_map import Spot, layout
from linkwell.people.models import Person
from linkwell.web.design.fields import Choice, Radios, Text
from linkwell.web.design.forms import Form
from linkwell.web.design.parts import PersonCard
from linkwell.web.design.words import day
from linkwell.web.doors import page
from linkwell.web.drafts import form_for
from linkwell.web.link_worker.conversation_forms import EASE
from linkwell.web.link_worker.conversation_pages import SupporterLine
from linkwell.web.link_worker.conversation_words import map_says, supporter_lines
from linkwell.web.link_worker.danger import warn
from linkwell.web.link_worker.stopped import while_it_goes_on
from linkwell.web.nav import nav_for
from linkwell.web.pages import FormPage, Named, PageData
from linkwell.web.people_words import card_of

NOBODY = "off"  # not to be turned to any more
_EASES = tuple(Choice(str(int(ease)), label) for ease, label in EASE.items())


class MapAgainForm(Form):
    """How easy each is to ask now, and whoever is new."""

    button = "This is how it is now"

    who = Text("Somebody new?", max_length=60, width=20, hint="Name, or what they call them")
    relation = Text("Who is that?", max_length=120, width=30)
    ease = Radios("How easy is it to ask them?", _EASES)

    def __init__(self, *args: Any, people: Sequence[Supporter], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = people
        for one in people:
            about = f", {one.relation}" if one.relation else ""
            self.fields[_field(one)] = Radios(
                f"{one.name}{about}",
                [*_EASES, Choice(NOBODY, "Nobody to turn to any more")],
                missing=f"Choose how easy it is to ask {one.name}",
                initial=str(one.ease),
            )
        self.order_fields([*map(_field, people), "who", "relation", "ease"])

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("who") and not said.get("ease"):
            self.add_error("ease", "Choose how easy it is to ask")
        return said

    def eases(self) -> dict[UUID, Ease | None]:
        """By the id of each on the map; None: off it."""
        chosen = {one.pk: self.cleaned_data[_field(one)] for one in self.people}
        return {pk: None if value == NOBODY else Ease(int(value)) for pk, value in chosen.items()}

    def words(self) -> str:
        """What was written, to be read for danger."""
        return f"{self.cleaned_data['who']}\n{self.cleaned_data['relation']}"

    def new(self) -> NewName | None:
        said = self.cleaned_data
        if not said["who"]:
            return None
        return NewName(said["who"], said["relation"], Ease(int(said["ease"])))


def _field(one: Supporter) -> str:
    return f"on_{one.pk.hex}"


@dataclass(frozen=True, kw_only=True)
class MapAgainPage(FormPage):
    """The first map, drawn and listed, and how it is now."""

    template: ClassVar[str] = "link_worker/map_again.jinja"
    window: ClassVar[str] = "Who they can turn to"

    card: PersonCard
    given_name: str
    first: str  # the day of the first map; empty where there is none
    spots: tuple[Spot, ...]
    map_says: str
    supporters: tuple[SupporterLine, ...]
    back: str


@page(*TEAM, methods=("GET", "POST"))
@while_it_goes_on
def map_again(request: HttpRequest, actor: Actor, case_id: UUID) -> PageData | HttpResponse:
    """Asked once more, with them. What was said first stays."""
    held = case(case_id)
    person: Person = Person.objects.one(held.person_id)
    form = form_for(request, MapAgainForm, people=supporters_of(case_id))
    if request.method == "POST" and form.is_valid():
        say_map_again(case_id, eases=form.eases(), new=form.new(), by=actor)
        messages.success(request, "Written down. The first map stays beside it.")
        warn(request, form.words(), person.given_name)
        return redirect("end", case_id=case_id)
    first = first_map_at(case_id)
    then = maps_of(case_id, (first,))[0] if first else []
    return MapAgainPage(
        title=f"Who {person.given_name} can turn to now",
        nav=nav_for(actor, "people"),
        named=(Named(held.person_id, held.service_id),),
        form=form,
        card=card_of(person, case_id),
        given_name=person.given_name,
        first=day(first) if first else "",
        spots=layout([OnMap(one.name, Ease(one.ease)) for one in then]),
        map_says=map_says(then),
        supporters=supporter_lines(then),
        back=reverse("end", args=[case_id]),
    )
