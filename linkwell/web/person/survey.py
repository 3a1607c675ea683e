"""A few questions by a short link: on a handed-over screen, by text or from paper.

It opens only the questions and leads nowhere else. It acts for its own link, whoever is signed in
on this browser; that session is locked meanwhile.
"""

from dataclasses import dataclass
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from linkwell.access.links import open_link
from linkwell.access.rules import Actor, LinkPurpose
from linkwell.access.scope import acting_as
from linkwell.kernel.errors import NotThere, WrongState
from linkwell.measures.actions import answer
from linkwell.measures.models import Asking
from linkwell.measures.packs import PULSE, packs
from linkwell.web.design.forms import Form
from linkwell.web.idle import open_when_locked
from linkwell.web.pages import PageData, render
from linkwell.web.plain import not_there
from linkwell.web.questions import QuestionsForm


@dataclass(frozen=True, kw_only=True)
class SurveyPage(PageData):
    """The questions, and nothing that leads away from them."""

    template: ClassVar[str] = "person/survey.jinja"
    audience: ClassVar[str] = "people"

    intro: str
    credit: str
    form: Form
    unseen: bool


@dataclass(frozen=True, kw_only=True)
class ThanksPage(PageData):
    template: ClassVar[str] = "person/survey_thanks.jinja"
    audience: ClassVar[str] = "people"


@open_when_locked
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, and take the answers once."""
    actor = open_link(token, LinkPurpose.SURVEY)
    if actor is None:
        return not_there(request)
    try:
        with acting_as(actor):
            return _survey(request, actor)
    except (NotThere, WrongState):
        return not_there(request)


def _survey(request: HttpRequest, actor: Actor) -> HttpResponse:
    if actor.about_id is None:
        raise NotThere
    asking: Asking = Asking.objects.one(actor.about_id)
    if asking.answered_at is not None:
        raise NotThere
    pack = packs()[asking.pack]
    items = [pack.item(item) for item in asking.items]
    form = QuestionsForm(request.POST if request.method == "POST" else None, items=items)
    if request.method == "POST" and form.is_valid():
        answer(asking.pk, form.said(), by=actor)
        return redirect("survey-thanks")
    return render(
        request,
        SurveyPage(
            title=pack.title,
            intro=pack.intro,
            credit=pack.credit,
            form=form,
            unseen=asking.pack == PULSE,
        ),
    )


@open_when_locked
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """The end: it names nobody and leads nowhere."""
    return render(request, ThanksPage(title="Thank you"))
