"""A partner reads what it was sent, and answers with one tap. It may change its answer."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.queries import organisation
from linkwell.access.rules import Actor, LinkPurpose
from linkwell.connections import actions
from linkwell.connections.queries import Sent, disclosure
from linkwell.connections.rules import Answer, Line, PartnerAnswer, Question, Source
from linkwell.kernel.errors import NotThere
from linkwell.needs.rules import danger_in
from linkwell.web.connection_words import LINES, PARTNER_SAID, partner_buttons
from linkwell.web.design.parts import Answer as Button
from linkwell.web.doors import link_door, page
from linkwell.web.link_worker.connecting_forms import REST
from linkwell.web.pages import PageData
from linkwell.web.partner.pages import OffPage, ReadLine, RestPage, WelcomePage

open_partner_link = link_door(
    LinkPurpose.PARTNER,
    leads_to="welcome",
    title="A link worker has a question for you",
    text="Somebody may like to come to you. You need no account.",
    button="Read the question",
)


@page(LinkPurpose.PARTNER, methods=("GET", "POST"))
def welcome(request: HttpRequest, actor: Actor) -> PageData | HttpResponse:
    """The question and its four answers. Yes and full are one tap; the others ask one thing."""
    told = _told(actor)
    service = organisation(_service(actor))
    if told.recalled:
        return OffPage(title="There is nothing to do here any more", phone=service.phone)
    if request.method == "POST":
        return _answered(request, told, actor)
    called = dict(told.lines).get(Line.CALLED, "")
    said_yes = told.answer == PartnerAnswer.YES
    return WelcomePage(
        title=f"Would {called or 'somebody'} be welcome?",
        called=called,
        asks=told.asks,
        partner=told.partner,
        service_name=service.name,
        phone=service.phone,
        lines=tuple(
            ReadLine(LINES[line], text, line is Line.WISH)
            for line, text in told.lines
            if line not in (Line.CALLED, Line.REACH)
        ),
        reach=_reach(told, service.phone) if said_yes else "",
        answers=_answers(called, told),
        answered=_in_words(told),
        came=_CAME if said_yes else (),
    )


def _reach(told: Sent, phone: str) -> str:
    """How to reach them; where that may not be safe any more, or their story has ended, whom to
    ask."""
    if not told.reach_closed:
        return dict(told.lines).get(Line.REACH, "")
    return f"Ring {told.asks} first, {phone}." if phone else f"Ask {told.asks} first."


def _answers(called: str, told: Sent) -> tuple[Button, ...]:
    """The four answers; once one is given, what it may be changed to, none of them pressed on."""
    way = Line.REACH in dict(told.lines) and not told.reach_closed
    buttons = partner_buttons(called, way=way)
    if not told.answer:
        return buttons
    given = "" if PartnerAnswer(told.answer) in REST else told.answer
    return tuple(replace(one, main=False) for one in buttons if one.value != given)


_CAME = (
    Button(value="yes", label="Yes, they came", icon="check"),
    Button(value="not_yet", label="Not yet", icon="clock"),
    Button(value="unknown", label="I cannot say", icon="q"),
)


def _told(actor: Actor) -> Sent:
    if actor.about_id is None:
        raise NotThere
    return disclosure(actor.about_id)


def _service(actor: Actor) -> UUID:
    if actor.service_id is None:
        raise NotThere
    return actor.service_id


def _in_words(told: Sent) -> str:
    if not told.answer:
        return ""
    words = PARTNER_SAID[PartnerAnswer(told.answer)]
    return f"{words}, in {told.weeks} weeks" if told.weeks else words


def _answered(request: HttpRequest, told: Sent, actor: Actor) -> HttpResponse:
    came = request.POST.get("came", "")
    if came in {button.value for button in _CAME}:
        actions.give_account(
            told.connection_id, Question.VISIT, Answer(came), source=Source.PARTNER, by=actor
        )
        messages.success(request, "Thank you. It is written down.")
        return redirect("welcome")
    said = request.POST.get("answer", "")
    if said not in {one.value for one in PartnerAnswer}:
        raise NotThere
    answer = PartnerAnswer(said)
    if answer in REST:
        return redirect("welcome-rest", answer=answer.value)
    actions.answer(told.disclosure_id, answer, by=actor)
    messages.success(request, "Thank you. The link worker reads your answer.")
    return redirect("welcome")


@page(LinkPurpose.PARTNER, methods=("GET", "POST"))
def rest(request: HttpRequest, actor: Actor, answer: str) -> PageData | HttpResponse:
    """How many weeks; what would be right."""
    said = next((one for one in REST if one.value == answer), None)
    if said is None:
        raise NotThere
    told = _told(actor)
    form = REST[said](request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.answer(told.disclosure_id, said, by=actor, **form.cleaned_data)
        messages.success(request, "Thank you. The link worker reads your answer.")
        if danger_in(form.cleaned_data.get("note", "")):
            messages.warning(request, _DANGER)
        return redirect("welcome")
    return RestPage(title=PARTNER_SAID[said], form=form, back=reverse("welcome"))


_DANGER = (
    "What you wrote worries us. The link worker and a supervisor read it first, on the next working"
    " day at the latest. Is anyone in danger now? Ring 999."
)
