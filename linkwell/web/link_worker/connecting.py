"""Connect somebody: read with them what the partner will read, send it, hear what came of it."""

import hashlib
from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.queries import organisation
from linkwell.access.rules import TEAM, Actor
from linkwell.cases.queries import case
from linkwell.connections import actions
from linkwell.connections.queries import (
    Connected,
    connection,
    disclosures_of,
    draft_of,
    partner_of,
)
from linkwell.connections.rules import (
    NUDGE_AFTER,
    SILENT_AFTER,
    ConnectionState,
    DisclosedLine,
    Line,
    Partner,
    PartnerAnswer,
    Source,
    danger_in_lines,
    draft_lines,
)
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, NotThere
from linkwell.needs.rules import danger_in
from linkwell.people.models import Person
from linkwell.people.queries import ways_to_reach
from linkwell.plans.queries import plan_of
from linkwell.referrals.rules import Help
from linkwell.web.connection_words import LINES
from linkwell.web.design.parts import Act
from linkwell.web.design.parts import Line as ShownLine
from linkwell.web.design.words import day
from linkwell.web.doors import page
from linkwell.web.drafts import form_for
from linkwell.web.letter import TO_COME, VisitLetter, known_lines, visit_letter
from linkwell.web.link_worker.connecting_forms import (
    REST,
    AskedForm,
    LineForm,
    SendForm,
    StopForm,
)
from linkwell.web.link_worker.connecting_pages import (
    AskedPage,
    DisclosurePage,
    LinePage,
    PartnerSaidPage,
)
from linkwell.web.link_worker.connection_after import after_page
from linkwell.web.link_worker.danger import warn
from linkwell.web.nav import nav_for
from linkwell.web.pages import Named, PageData
from linkwell.web.people_words import CHANNELS, HELPS, card_of, sentence

_NEVER_TO_A_PARTNER = {Help.WOMAN, Help.MAN}  # whom they would rather talk to with us


@page(*TEAM, methods=("GET", "POST"))
def connect(request: HttpRequest, actor: Actor, connection_id: UUID) -> PageData | HttpResponse:
    """Before: what they will read, line by line. After: what came of it."""
    row = connection(connection_id)
    if row.state is not ConnectionState.CHOSEN:
        if request.method == "POST":
            return redirect("connection", connection_id=connection_id)
        return after_page(row, actor)
    person: Person = Person.objects.one(row.person_id)
    lines = lines_of(row, actor, person)
    form = form_for(request, SendForm, danger=danger_in_lines(lines))
    if request.method == "POST":
        if (answer := _one_line_changed(request, row, actor)) is not None:
            return answer
        if form.is_valid() and _as_read(request, row, form, actor) and _is_sent(row, form, actor):
            by_mail = partner_of(row.option_id).email
            messages.success(request, _IT_GOES if by_mail else "Written down. Ring them now.")
            return redirect("connection", connection_id=connection_id)
    return _before_page(row, person, lines, form, actor)


_IT_GOES = "It goes in ten minutes. Until then you can take it back."


@page(*TEAM)
def letter(request: HttpRequest, actor: Actor, connection_id: UUID) -> VisitLetter:
    """What was chosen, on a sheet of paper for the person."""
    row = connection(connection_id)
    if row.state not in TO_COME:
        raise NotThere
    person: Person = Person.objects.one(row.person_id)
    sent = next((one for one in disclosures_of(connection_id) if not one.recalled), None)
    found = visit_letter(
        row,
        person,
        case(row.case_id),
        known=known_lines(line for line, _ in sent.lines) if sent else known_lines(()),
        by_hand=True,
        back=reverse("connection", args=[connection_id]),
    )
    return replace(found, named=(Named(row.person_id, row.service_id),))


def _one_line_changed(request: HttpRequest, row: Connected, actor: Actor) -> HttpResponse | None:
    """A line is left out or put back: the buttons stand in the same form as everything else."""
    for name, out in (("leave_out", True), ("put_back", False)):
        if name in request.POST:
            line = _line(request.POST[name])
            actions.change_line(row.connection_id, line, out=out, by=actor)
            return redirect("connection", connection_id=row.connection_id)
    return None


def _person(row: Connected) -> Person:
    person: Person = Person.objects.one(row.person_id)
    return person


def _line(code: str) -> Line:
    if code not in {line.value for line in Line}:
        raise NotThere
    return Line(code)


def _as_read(request: HttpRequest, row: Connected, form: SendForm, actor: Actor) -> bool:
    """Only what stood on the page that they read together may go."""
    same = request.POST.get("read") == fingerprint(lines_of(row, actor))
    if not same:
        form.add_error(
            None, "These lines have changed since you read them. Read them again, then send"
        )
    return same


def fingerprint(lines: tuple[DisclosedLine, ...]) -> str:
    """Other for other lines: the page carries it to what is pressed on it."""
    said = repr([(one.line, one.text, one.out) for one in lines])
    return hashlib.sha256(said.encode()).hexdigest()


def _is_sent(row: Connected, form: SendForm, actor: Actor) -> bool:
    how, agreed = form.chosen()
    try:
        actions.send(
            row.connection_id,
            lines_of(row, actor),
            how=how,
            agreed_how=agreed,
            partner=partner_of(row.option_id),
            asks=actor.name,
            planned_on=form.cleaned_data["planned"],
            danger_meant=form.danger_is_meant(),
            by=actor,
        )
    except InputAtFault as fault:
        form.add_error("agreed", fault.sentence)
        return False
    return True


def lines_of(
    row: Connected, actor: Actor, person: Person | None = None
) -> tuple[DisclosedLine, ...]:
    """The lines as they would go now: what we know, and what the link worker changed of it."""
    person = person or Person.objects.one(row.person_id)
    return draft_lines(_known(row, person, actor), draft_of(row.connection_id))


def _known(row: Connected, person: Person, actor: Actor) -> dict[Line, str]:
    """What the record says for each line. Never where they live, nor the story, nor words that mean
    danger: whoever means them to be read there writes them."""
    helps = [Help(code) for code in person.helps if Help(code) not in _NEVER_TO_A_PARTNER]
    service = organisation(row.service_id)
    known = {
        Line.CALLED: person.given_name,
        Line.WISH: _wish(row.case_id),
        Line.WHEN: f"{day(row.planned_on)} would suit them" if row.planned_on else "",
        Line.HELPS: sentence(", ".join(HELPS[one] for one in helps)),
        Line.REACH: _reach(person),
        Line.ASK: f"{actor.name}, their link worker, {service.phone}",
    }
    return {line: text for line, text in known.items() if not danger_in(text)}


def _wish(case_id: UUID) -> str:
    """What they want, in their own words: the newest goal of the plan. What else they said is for
    nobody there, so without a goal the line is written by hand."""
    goals = (goal.words for goal, _ in reversed(plan_of(case_id).open))
    return next((words for words in goals if not danger_in(words)), "")


def _reach(person: Person) -> str:
    """Ways that they said are safe; where somebody near is a danger, said by voice."""
    ways = [way for way in ways_to_reach(person.pk) if way.is_safe]
    if not ways:
        return ""
    said = (way.times for way in ways if way.times and not danger_in(way.times))
    times = next((f". {one}" for one in said), "")
    return sentence(", ".join(f"{CHANNELS[way.channel]} {way.value}" for way in ways)) + times


def _before_page(
    row: Connected,
    person: Person,
    lines: tuple[DisclosedLine, ...],
    form: SendForm,
    actor: Actor,
) -> PageData:
    partner = partner_of(row.option_id)
    edit = {line: reverse("connection-line", args=[row.connection_id, line]) for line in Line}
    missing = [line for line in Line if line not in {one.line for one in lines}]
    today = clock.today()
    return DisclosurePage(
        title=f"This is exactly what {partner.name} will read",
        nav=nav_for(actor),
        named=(Named(row.person_id, row.service_id),),
        card=card_of(person, row.case_id, next_step=f"tell {partner.name}"),
        given_name=person.given_name,
        partner=partner.name,
        to=_to(partner),
        by_phone=not partner.email,
        lines=tuple(_shown(one) for one in lines),
        going=sum(not one.out for one in lines),
        out=sum(one.out for one in lines),
        more=tuple(Act(LINES[line], edit[line]) for line in missing),
        form=form,
        danger="danger" in form.fields,
        read=fingerprint(lines),
        nudge_on=day(today + NUDGE_AFTER),
        silent_on=day(today + SILENT_AFTER),
        tell=reverse("connection-tell", args=[row.connection_id]),
        edit=reverse("connection-line", args=[row.connection_id, "LINE"]).removesuffix("LINE"),
    )


def _to(partner: Partner) -> str:
    if partner.email:
        return f"{partner.name}, by e-mail"
    return f"{partner.name}, by phone: you read it to them"


def _shown(one: DisclosedLine) -> ShownLine:
    return ShownLine(
        key=one.line,
        label=LINES[one.line],
        text=one.text,
        note="shown only after they say yes" if one.line is Line.REACH else "",
        own_words=one.line is Line.WISH,
        out=one.out,
    )


@page(*TEAM, methods=("GET", "POST"))
def write_line(
    request: HttpRequest, actor: Actor, connection_id: UUID, line: str
) -> PageData | HttpResponse:
    """Write one line, in the person's words where it is theirs."""
    row = connection(connection_id)
    which = _line(line)
    person: Person = Person.objects.one(row.person_id)
    now = {one.line: one.text for one in lines_of(row, actor)}
    form = form_for(request, LineForm, initial={"text": now.get(which, "")})
    if request.method == "POST" and form.is_valid():
        actions.change_line(connection_id, which, text=form.cleaned_data["text"], by=actor)
        warn(request, form.cleaned_data["text"], person.given_name)
        return redirect("connection", connection_id=connection_id)
    return LinePage(
        title=LINES[which],
        nav=nav_for(actor),
        named=(Named(row.person_id, row.service_id),),
        form=form,
        card=card_of(person, row.case_id),
        back=reverse("connection", args=[connection_id]),
    )


@page(*TEAM, methods=("POST",))
def tell(request: HttpRequest, actor: Actor, connection_id: UUID) -> HttpResponse:
    """They were told about it, and go by themselves."""
    actions.tell(connection_id, by=actor)
    messages.success(request, "Written down. Nothing was sent. You are reminded to ask how it was.")
    return redirect("connection", connection_id=connection_id)


@page(*TEAM, methods=("POST",))
def take_back(request: HttpRequest, actor: Actor, connection_id: UUID) -> HttpResponse:
    actions.take_back(connection_id, by=actor)
    messages.success(request, "Taken back. Nothing has left.")
    return redirect("connection", connection_id=connection_id)


@page(*TEAM, methods=("GET", "POST"))
def partner_said(
    request: HttpRequest, actor: Actor, connection_id: UUID, answer: str
) -> PageData | HttpResponse:
    """The partner answered on the phone. For some answers one more thing is asked."""
    row = connection(connection_id)
    if answer not in {one.value for one in PartnerAnswer}:
        raise NotThere
    said, sent = PartnerAnswer(answer), disclosures_of(connection_id)
    if not sent:
        raise NotThere
    rest, person = REST.get(said), _person(row)
    form = form_for(request, rest) if rest else None
    if request.method == "POST" and (form is None or form.is_valid()):
        extra = form.cleaned_data if form else {}
        actions.answer(sent[0].disclosure_id, said, by=actor, **extra)
        messages.success(request, "Written down.")
        warn(request, extra.get("note", ""), person.given_name)
        return redirect("connection", connection_id=connection_id)
    if form is None:
        raise NotThere
    return PartnerSaidPage(
        title=f"What {row.name} said",
        nav=nav_for(actor),
        named=(Named(row.person_id, row.service_id),),
        form=form,
        card=card_of(person, row.case_id),
        back=reverse("connection", args=[connection_id]),
        partner=row.name,
    )


@page(*TEAM, methods=("GET", "POST"))
def asked(request: HttpRequest, actor: Actor, connection_id: UUID) -> PageData | HttpResponse:
    """Did they get there, did it help? The two who may know are written down apart."""
    row = connection(connection_id)
    person: Person = Person.objects.one(row.person_id)
    form = form_for(request, AskedForm, given_name=person.given_name, partner=row.name)
    if request.method == "POST" and form.is_valid():
        source = Source(form.cleaned_data["source"])
        for question, said in form.said():
            actions.give_account(connection_id, question, said, source=source, by=actor)
        messages.success(request, "Written down, each beside the other.")
        return redirect("connection", connection_id=connection_id)
    return AskedPage(
        title="What came of it?",
        nav=nav_for(actor),
        named=(Named(row.person_id, row.service_id),),
        form=form,
        card=card_of(person, row.case_id),
        back=reverse("connection", args=[connection_id]),
        partner=row.name,
    )


@page(*TEAM, methods=("GET", "POST"))
def stop(request: HttpRequest, actor: Actor, connection_id: UUID) -> PageData | HttpResponse:
    """They would rather not, or not any more."""
    row = connection(connection_id)
    person: Person = Person.objects.one(row.person_id)
    form = form_for(request, StopForm)
    if request.method == "POST" and form.is_valid():
        actions.stop(connection_id, reason=form.said(), by=actor)
        messages.success(request, "Written down. That is fine.")
        return redirect("case", case_id=row.case_id)
    return AskedPage(
        title=f"{person.given_name} would rather not",
        nav=nav_for(actor),
        named=(Named(row.person_id, row.service_id),),
        form=form,
        card=card_of(person, row.case_id),
        back=reverse("connection", args=[connection_id]),
        partner=row.name,
    )


@page(*TEAM, methods=("POST",))
def ask_again(request: HttpRequest, actor: Actor, connection_id: UUID) -> HttpResponse:
    """Nudge a silent partner, once, by hand."""
    actions.nudge(connection_id, by=actor)
    messages.success(request, "They are asked once more.")
    return redirect("connection", connection_id=connection_id)
