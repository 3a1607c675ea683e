"""One conversation: one quiet page, written while listening. And one need, one name on the map."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.rules import TEAM, Actor
from linkwell.cases.queries import Held, case
from linkwell.consent.queries import has_withdrawn
from linkwell.conversations.actions.supports import (
    change_supporter,
    name_supporter,
    remove_supporter,
)
from linkwell.conversations.actions.talk import correct_need, move_need, record_contact
from linkwell.conversations.models import Contact, RaisedNeed, Supporter
from linkwell.conversations.queries import contacts_of, needs_of, supporters_of, ticked
from linkwell.conversations.rules import NEED, Attendance, Ease, Mode, NeedState
from linkwell.conversations.support_map import Named as OnMap
from linkwell.conversations.support_map import layout
from linkwell.diary.queries import SetTime, planned_today
from linkwell.kernel.errors import NotThere
from linkwell.kernel.ids import new_id, read_id
from linkwell.measures.queries import pulses_waiting
from linkwell.needs.rules import understand
from linkwell.people.models import Person
from linkwell.referrals.models import Referral
from linkwell.web import drafts
from linkwell.web.design.words import clock as clock_words
from linkwell.web.doors import page
from linkwell.web.link_worker.conversation_forms import (
    ConversationForm,
    NeedForm,
    SupporterForm,
    ticks_initial,
)
from linkwell.web.link_worker.conversation_pages import (
    ConversationPage,
    MoveButton,
    NeedPage,
    SupporterPage,
)
from linkwell.web.link_worker.conversation_words import (
    MOVES,
    NEED_STATES,
    PROMPTS,
    map_says,
    mentioned,
    need_label,
    need_lines,
    ordinal,
    raised_words,
    remembered,
    supporter_lines,
    when_words,
)
from linkwell.web.link_worker.danger import warn
from linkwell.web.link_worker.stopped import while_it_goes_on
from linkwell.web.nav import nav_for
from linkwell.web.pages import Named, PageData

Answer = PageData | HttpResponse


@page(*TEAM, methods=("GET", "POST"))
@while_it_goes_on
def talk(request: HttpRequest, actor: Actor, case_id: UUID) -> Answer:
    """Write down a talk. Whatever the button, nothing that was typed is lost."""
    held = case(case_id)
    person: Person = Person.objects.one(held.person_id)
    posted = request.POST
    if "add" in posted:
        return _add_supporter(request, actor, held, person)
    if "go" in posted:
        return _go(request, posted["go"])
    needs, planned = needs_of(case_id), planned_today(case_id)
    form = _form(request, person, needs, planned)
    adding = _adding(request)
    if request.method == "POST" and form.is_valid() and (adding.is_valid() or not adding.is_bound):
        return _save(request, form, adding, held, person, actor)
    if request.method == "POST":
        drafts.keep(request, request.path)  # what has to be mended is not lost meanwhile
    return _page(request, actor, held, person, form, adding, needs, planned)


def _adding(request: HttpRequest) -> SupporterForm:
    """Somebody begun for the map, though "Put on the map" was not pressed: as sent, or as left."""
    if request.method == "GET":
        return drafts.form_for(request, SupporterForm)
    begun = any(request.POST.get(name, "").strip() for name in SupporterForm.base_fields)
    return SupporterForm(request.POST) if begun else SupporterForm()


def _form(
    request: HttpRequest, person: Person, needs: list[RaisedNeed], planned: SetTime | None
) -> ConversationForm:
    """As sent, else as it was left, else new. A draft of what is written down already is old."""
    options = {"given_name": person.given_name}
    if request.method == "POST":
        return drafts.form_for(request, ConversationForm, **options)
    mode = request.GET.get("how", "")
    if not mode and planned is not None:
        mode = planned.where
    initial = {
        **ticks_initial(ticked(needs)),
        "key": str(new_id()),
        "mode": mode if mode in list(Mode) else "",
        "attendance": Attendance.MET.value if "how" in request.GET else "",  # they are on the phone
        "when": "In a week",
    }
    form = drafts.form_for(request, ConversationForm, initial=dict(initial), **options)
    key = form.contact_key()
    if str(key) != initial["key"] and Contact.objects.filter(pk=key).exists():
        drafts.forget(request)
        return ConversationForm(initial=initial, **options)
    return form


def _save(
    request: HttpRequest,
    form: ConversationForm,
    adding: SupporterForm,
    held: Held,
    person: Person,
    actor: Actor,
) -> HttpResponse:
    said, key = form.said(), form.contact_key() or new_id()
    if adding.is_bound and not Contact.objects.filter(pk=key).exists():
        _put_on_the_map(adding, held, actor)
    record_contact(held.case_id, said, key=key, by=actor)
    messages.success(request, f"Written down. Next: {said.next_step}.")
    warn(request, said.free_text, person.given_name)
    waiting = pulses_waiting(held.case_id)
    if waiting is not None and said.attendance is Attendance.MET:
        return redirect("pulses", asking_id=waiting.pk)
    return redirect("case", case_id=held.case_id)


def _add_supporter(request: HttpRequest, actor: Actor, held: Held, person: Person) -> Answer:
    """Somebody new on the map, while everything else on the page stays as it was typed."""
    adding = SupporterForm(request.POST)
    if adding.is_valid():
        drafts.keep(request, request.path, but=SupporterForm.base_fields)
        _put_on_the_map(adding, held, actor)
        said = adding.cleaned_data
        warn(request, f"{said['who']}\n{said['relation']}", person.given_name)
        return redirect(f"{request.path}#map")
    drafts.keep(request, request.path)
    form = ConversationForm.from_draft(request.POST, given_name=person.given_name)
    needs, planned = needs_of(held.case_id), planned_today(held.case_id)
    return _page(request, actor, held, person, form, adding, needs, planned)


def _put_on_the_map(adding: SupporterForm, held: Held, actor: Actor) -> None:
    said = adding.cleaned_data
    name_supporter(
        held.case_id,
        name=said["who"],
        relation=said["relation"],
        ease=adding.easily(),
        by=actor,
    )


def _go(request: HttpRequest, where: str) -> HttpResponse:
    """On to a page beside this one, keeping what was typed."""
    kind, _, row = where.partition(":")
    row_id = read_id(row)
    if kind not in ("need", "supporter") or row_id is None:
        raise NotThere
    drafts.keep(request, request.path)
    return redirect(kind, row_id)


def _page(
    request: HttpRequest,
    actor: Actor,
    held: Held,
    person: Person,
    form: ConversationForm,
    adding: SupporterForm,
    needs: list[RaisedNeed],
    planned: SetTime | None,
) -> ConversationPage:
    referral: Referral = Referral.objects.one(held.referral_id)
    contacts, people = contacts_of(held.case_id), supporters_of(held.case_id)
    number = max((one.number or 0 for one in contacts), default=0) + 1
    saved = drafts.kept_at(request)
    return ConversationPage(
        title=f"{ordinal(number)} conversation with {person.given_name}",
        nav=nav_for(actor, "people"),
        named=(Named(held.person_id, held.service_id),),
        given_name=person.given_name,
        when=when_words(planned),
        saved=f"Saved {clock_words(saved)}" if saved else "",
        form=form,
        adding=adding,
        adding_open=adding.is_bound or any(adding.initial.values()),
        needs=need_lines(needs, person.given_name, referral.referred_by),
        mentioned=mentioned(understand(referral.words).codes, needs),
        spots=layout([OnMap(one.name, Ease(one.ease)) for one in people]),
        map_says=map_says(people),
        supporters=supporter_lines(people),
        last=remembered(contacts),
        ask_anew=reverse("agree-anew", args=[held.case_id]) if has_withdrawn(person.pk) else "",
        prompts=tuple(PROMPTS[(number * 3 + n) % len(PROMPTS)] for n in range(3)),
        story=reverse("case", args=[held.case_id]),
        page=request.path,
        draft=reverse("draft"),
        measures=reverse("measures", args=[held.case_id]),
        plan=reverse("plan", args=[held.case_id]),
        concern=reverse("raise-concern", args=[held.case_id]),
    )


@page(*TEAM, methods=("GET", "POST"))
def need(request: HttpRequest, actor: Actor, need_id: UUID) -> Answer:
    """One need: who raised it, what was said of it, and what became of it."""
    row: RaisedNeed = RaisedNeed.objects.select_related("contact").one(need_id)
    held = case(row.case_id)
    person: Person = Person.objects.one(held.person_id)
    referral: Referral = Referral.objects.one(held.referral_id)
    form = drafts.form_for(
        request,
        NeedForm,
        given_name=person.given_name,
        referred_by=referral.referred_by,
        initial={"raised_by": row.raised_by, "said": row.said},
    )
    if request.method == "POST" and form.is_valid():
        correct_need(need_id, raised_by=form.by(), said=form.cleaned_data["said"], by=actor)
        warn(request, form.cleaned_data["said"], person.given_name)
        return redirect("talk", case_id=held.case_id)
    open_moves = NEED.open_from(NeedState(row.state))
    return NeedPage(
        title=need_label(row),
        nav=nav_for(actor, "people"),
        named=(Named(held.person_id, held.service_id),),
        form=form,
        raised=raised_words(row, person.given_name, referral.referred_by),
        state=NEED_STATES[NeedState(row.state)],
        moves=tuple(MoveButton(move, MOVES[move]) for move in open_moves),
        move=reverse("move-need", args=[need_id]),
        back=reverse("talk", args=[held.case_id]),
    )


@page(*TEAM, methods=("POST",))
def move(request: HttpRequest, actor: Actor, need_id: UUID) -> HttpResponse:
    verb = request.POST.get("move", "")
    if verb not in MOVES:
        raise NotThere
    row = move_need(need_id, verb, by=actor)
    messages.success(request, f"{need_label(row)}: {NEED_STATES[NeedState(row.state)].lower()}.")
    return redirect("need", need_id=need_id)


@page(*TEAM, methods=("GET", "POST"))
def supporter(request: HttpRequest, actor: Actor, supporter_id: UUID) -> Answer:
    """One name on the map: how easy they are to ask now."""
    row: Supporter = Supporter.objects.one(supporter_id)
    if row.ended_at is not None:
        raise NotThere
    held = case(row.case_id)
    initial = {"who": row.name, "relation": row.relation, "ease": str(row.ease)}
    form = drafts.form_for(request, SupporterForm, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        change_supporter(
            supporter_id,
            name=said["who"],
            relation=said["relation"],
            ease=form.easily(),
            by=actor,
        )
        person: Person = Person.objects.one(held.person_id)
        warn(request, f"{said['who']}\n{said['relation']}", person.given_name)
        return redirect(f"{reverse('talk', args=[held.case_id])}#map")
    return SupporterPage(
        title=row.name,
        nav=nav_for(actor, "people"),
        named=(Named(held.person_id, held.service_id),),
        form=form,
        remove=reverse("remove-supporter", args=[supporter_id]),
        back=reverse("talk", args=[held.case_id]),
    )


@page(*TEAM, methods=("POST",))
def off_the_map(request: HttpRequest, actor: Actor, supporter_id: UUID) -> HttpResponse:
    row: Supporter = Supporter.objects.one(supporter_id)
    remove_supporter(supporter_id, by=actor)
    messages.success(request, f"{row.name} is off the map.")
    return redirect(f"{reverse('talk', args=[row.case_id])}#map")
