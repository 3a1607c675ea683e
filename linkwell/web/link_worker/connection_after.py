"""The page of a connection once the partner, or the person, knows."""

from uuid import UUID

from django.urls import reverse

from linkwell.access.rules import Actor
from linkwell.connections.models import Offer
from linkwell.connections.queries import Connected, Sent, accounts_of, disclosures_of, latest_list
from linkwell.connections.rules import (
    CONNECTION,
    SILENT_AFTER,
    TAKE_BACK_FOR,
    ConnectionState,
    Line,
    OfferState,
    PartnerAnswer,
    Question,
    verdict,
)
from linkwell.directory.queries import listed
from linkwell.kernel import clock
from linkwell.people.models import Person
from linkwell.web.connection_words import ANSWERS, LINES, PARTNER_SAID, QUESTIONS, partner_buttons
from linkwell.web.design.parts import Side, Step
from linkwell.web.design.words import counted, day, moment
from linkwell.web.letter import TO_COME
from linkwell.web.link_worker.connecting_pages import Alternative, ConnectionPage, ReadLine, Said
from linkwell.web.nav import nav_for
from linkwell.web.pages import Named
from linkwell.web.people_words import card_of, sentence
from linkwell.web.referrer.pause import marked

ALTERNATIVES = 2
_NEEDS_ANOTHER = (ConnectionState.NOT_RIGHT, ConnectionState.FULL)


def after_page(row: Connected, actor: Actor) -> ConnectionPage:
    person: Person = Person.objects.one(row.person_id)
    sent = next(iter(disclosures_of(row.connection_id)), None)
    moves = CONNECTION.open_from(row.state)
    here = [row.connection_id]
    left = _left(row)
    return ConnectionPage(
        title=f"{person.given_name} and {row.name}",
        nav=nav_for(actor),
        named=(Named(row.person_id, row.service_id),),
        card=card_of(person, row.case_id),
        given_name=person.given_name,
        partner=row.name,
        steps=steps_of(row),
        take_back=reverse("connection-take-back", args=here) if left else "",
        take_back_left=left,
        read=_read(sent) if sent else (),
        reads="will read" if left else "read",
        answered=_said_last(row, sent) if sent else "",
        sent=sentence(moment(sent.sent_at)) if sent else "",
        phone="" if sent is None or sent.to else _phone(row.option_id),
        answer_now=reverse("connection-said", args=[*here, "yes"]).removesuffix("yes")
        if sent and not sent.answer and "welcomed" in moves
        else "",
        answers=partner_buttons(""),
        note=marked(sent.note) if sent else (),
        told=_said(row, person.given_name),
        ask=reverse("connection-asked", args=here) if _may_ask(row) and not left else "",
        again=_alternatives(row) if _needs_another(row) else (),
        stop=reverse("connection-stop", args=here) if "stopped" in moves else "",
        options=reverse("ask", args=[row.case_id]),
        entry=reverse("entry", args=[row.option_id]),
        letter=reverse("connection-letter", args=here) if row.state in TO_COME else "",
    )


def _said_last(row: Connected, sent: Sent) -> str:
    """Their answer, where the connection does not say it: it has not reached it yet, or came when
    they had gone already."""
    if sent.answered_at is None:
        return ""
    said = PARTNER_SAID[PartnerAnswer(sent.answer)].lower()
    if row.answered_at is None or row.answered_at < sent.answered_at:
        return f"They answered, {moment(sent.answered_at)}: {said}."
    return ""


def _left(row: Connected) -> str:
    """How long it can still be taken back; empty when it has gone."""
    if row.state is not ConnectionState.SENT or row.sent_at is None:
        return ""
    left = row.sent_at + TAKE_BACK_FOR - clock.now()
    minutes = -(-int(left.total_seconds()) // 60)
    return counted(minutes, "minute", "minutes") if minutes > 0 else ""


def steps_of(row: Connected) -> tuple[Step, ...]:
    """The five steps: chosen, sent, answered, first visit, eight weeks."""
    sent = (
        Step("Sent", day(row.sent_at), "done")
        if row.sent_at
        else Step("Told about it", "goes by themselves", "done")
    )
    steps = [Step("Chosen", day(row.chosen_at), "done"), sent]
    if row.sent_at:
        steps.append(_answered(row))
    return (*steps, _visited(row), _lasted(row))


def _answered(row: Connected) -> Step:
    words = {
        ConnectionState.WAITING: f"yes, in {counted(row.weeks or 0, 'week', 'weeks')}",
        ConnectionState.NOT_RIGHT: "not right for them",
        ConnectionState.FULL: "they are full",
    }
    if row.answered_at is None:
        return Step("Answered", "not yet", "unk")
    return Step("Answered", words.get(row.state, f"yes, {day(row.answered_at)}"), "done")


def _visited(row: Connected) -> Step:
    if row.visit == "disputed":
        return Step("First visit", "two different answers", "unk")
    if row.attended_on:
        return Step("First visit", day(row.attended_on), "done")
    if row.visit:
        return Step("First visit", "not yet", "unk")
    return Step("First visit", f"planned for {day(row.planned_on)}" if row.planned_on else "")


def _lasted(row: Connected) -> Step:
    if row.state is ConnectionState.LASTED:
        return Step(
            "8 weeks", {"yes": "still going", "met": "done with it"}.get(row.lasts, "no"), "done"
        )
    return Step("8 weeks", "")


def _read(sent: Sent) -> tuple[ReadLine, ...]:
    """What they read, in its order; what was left out stands in its place."""
    texts = dict(sent.lines)
    if sent.reach_closed and Line.REACH in texts:
        texts[Line.REACH] += " (not shown to them any more)"
    return tuple(
        ReadLine(LINES[line], texts.get(line, ""), line is Line.WISH, line in sent.left_out)
        for line in Line
        if line in texts or line in sent.left_out
    )


def _phone(option_id: UUID) -> str:
    return next((one.listing.phone for one in listed([option_id])), "")


def _said(row: Connected, given_name: str) -> tuple[Said, ...]:
    accounts = accounts_of(row.connection_id)
    found = []
    for question in Question:
        heard = verdict(accounts, question)
        if heard.person is None and heard.partner is None:
            continue
        sides = tuple(
            Side(who, ANSWERS[said] if said else "Nobody has asked")
            for who, said in ((f"{given_name} says", heard.person), (row.name, heard.partner))
        )
        found.append(Said(QUESTIONS[question], sides, heard.disputed))
    return tuple(found)


def _may_ask(row: Connected) -> bool:
    over = (ConnectionState.STOPPED, ConnectionState.RECALLED)
    return row.state not in (*over, ConnectionState.NOT_RIGHT, ConnectionState.FULL)


def _needs_another(row: Connected) -> bool:
    """They cannot, or they have been silent for too long: before that nobody is hurried."""
    if row.state is not ConnectionState.SENT or row.sent_at is None:
        return row.state in _NEEDS_ANOTHER
    return clock.on_day(row.sent_at) + SILENT_AFTER <= clock.today()


def _alternatives(row: Connected) -> tuple[Alternative, ...]:
    """Two others of the list that this one was chosen from: neither chosen nor refused."""
    shown = latest_list(row.case_id)
    if shown is None:
        return ()
    rows = (
        Offer.objects.filter(option_list=shown, state=OfferState.OFFERED)
        .select_related("option__organization")
        .order_by("rank")[:ALTERNATIVES]
    )
    return tuple(
        Alternative(one.option.name, one.option.organization.name, reverse("choose", args=[one.pk]))
        for one in rows
    )
